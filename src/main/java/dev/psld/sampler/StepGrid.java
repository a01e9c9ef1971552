package dev.psld.sampler;

import java.util.ArrayList;
import java.util.List;

/** The timesteps that a sampler visits, from noise to picture. Immutable and thread-safe. */
public record StepGrid(List<Point> points) {

    /**
     * One step.
     *
     * @param t what the net is told
     * @param alphaBar ā here
     * @param nextAlphaBar ā' after the step; 1 is no noise at all
     * @param span training timesteps that the step covers
     */
    public record Point(int t, double alphaBar, double nextAlphaBar, double span) {}

    public StepGrid {
        points = List.copyOf(points);
    }

    /** Exactly {@code steps} steps, evenly from {@code start}·(T−1) to 0, the last one to no noise. */
    public static StepGrid even(NoiseSchedule schedule, int steps, double start) {
        int last = schedule.length() - 1;
        if (steps > schedule.length()) {
            throw new IllegalArgumentException("the model was trained with " + schedule.length()
                    + " timesteps: ask for at" + " most that many steps, not " + steps);
        }
        double top = start * last;
        if (steps > Math.round(top) + 1) {
            throw new IllegalArgumentException("a start at " + start + " leaves " + (Math.round(top) + 1)
                    + " timesteps of the schedule: ask for at most that many steps, not " + steps);
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int t = (int) Math.round(top * (steps - 1 - i) / Math.max(1, steps - 1));
            if (steps == 1) {
                t = (int) Math.round(top);
            }
            int next = (int) Math.round(top * (steps - 2 - i) / Math.max(1, steps - 1));
            boolean end = i == steps - 1;
            points.add(new Point(t, schedule.alphaBar(t), end ? 1 : schedule.alphaBar(next), (top + 1) / steps));
        }
        return new StepGrid(points);
    }

    /**
     * The authors' grid (algorithms A.5): stride ⌊T/S⌋ from 1, which gives more steps than asked for where S does not
     * divide T; where the first timestep would be T (at S = T, and for a few others), all ā are pulled back by one; ā' of
     * the last step is ā_0.
     */
    public static StepGrid author(NoiseSchedule schedule, int steps) {
        int total = schedule.length();
        int stride = total / Math.min(steps, total);
        int back = ((total - 1) / stride) * stride + 1 == total ? 1 : 0;
        List<Point> points = new ArrayList<>();
        for (int k = (total - 1) / stride; k >= 0; k--) {
            int t = k * stride + 1;
            double next = k == 0 ? schedule.alphaBar(0) : schedule.alphaBar(t - stride - back);
            points.add(new Point(t, schedule.alphaBar(t - back), next, 1));
        }
        return new StepGrid(points);
    }
}
