package dev.psld.sampler;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the eight ways to turn and mirror a picture. A denoiser errs another way in each, so that taking them in turn from step to step, or
 * their mean, errs less (Zhang et al., arXiv 2008.13751, 4.2). Immutable.
 *
 * @param transposed whether rows become columns, after the rest
 * @param flipped whether the last row comes first
 * @param mirrored whether the last column comes first
 */
public record Pose(boolean transposed, boolean flipped, boolean mirrored) {
    /** As it is. */
    public static final Pose UPRIGHT = new Pose(false, false, false);

    /** All of them, so that the first two and the first four look from as many sides as they can. */
    private static final List<Pose> ALL = List.of(
            UPRIGHT,
            new Pose(true, true, true),
            new Pose(false, true, false),
            new Pose(true, false, true),
            new Pose(false, false, true),
            new Pose(true, true, false),
            new Pose(false, true, true),
            new Pose(true, false, false));

    /**
     * The poses of a step.
     *
     * @param step counted from 0
     * @param each how many a step averages
     */
    static List<Pose> ofStep(int step, int each) {
        List<Pose> poses = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            poses.add(ALL.get((step * each + i) % ALL.size()));
        }
        return List.copyOf(poses);
    }

    /** The height of a picture of this size in this pose. */
    public int height(int height, int width) {
        return transposed ? width : height;
    }

    /** Where a pixel of a picture of this size comes to lie, row by row. */
    public int index(int row, int column, int height, int width) {
        int i = flipped ? height - 1 - row : row;
        int j = mirrored ? width - 1 - column : column;
        return transposed ? j * height + i : i * width + j;
    }
}
