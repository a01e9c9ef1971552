package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.chain.WindowCount;
import dev.psld.restore.photo.Photo;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What it takes to restore a photo, counted before the first step. Immutable.
 *
 * @param windows of the model in each step
 * @param steps of each sample
 * @param samples how many are drawn
 * @param poses in which each step looks at every window
 */
record Workload(WindowCount windows, int steps, int samples, int poses) {

    static Workload of(Manifest model, Photo photo, int steps, int samples, int poses) {
        WindowCount windows = WindowCount.of(
                model, photo.geometry().height(), photo.geometry().width(), photo.sampled());
        return new Workload(windows, steps, samples, poses);
    }

    /** Millions of pixels of windows, over all steps, samples and poses. */
    double megapixels() {
        return 1e-6 * windows.pixels() * steps * samples * poses;
    }

    Workload with(int otherSteps, int otherSamples, int otherPoses) {
        return new Workload(windows, otherSteps, otherSamples, otherPoses);
    }

    /** In one sentence. */
    String sentence(double seconds, Optional<MemoryPlan> memory) {
        String each = String.format(
                Locale.ROOT,
                "%s of %s of %d×%d pixels%s",
                steps == 1 ? "one step" : steps + " steps",
                windows.windows() == 1 ? "one window" : windows.windows() + " windows",
                windows.width(),
                windows.height(),
                poses == 1 ? "" : " in " + poses + " poses");
        return "it takes about " + time(seconds)
                + memory.map(plan -> " and " + plan.words()).orElse("") + ": "
                + (samples == 1 ? "" : samples + " times ") + each;
    }

    /** A length of time as people say it. */
    static String time(double seconds) {
        Duration time = Duration.ofSeconds(Math.max(1, Math.round(seconds)));
        if (time.toMinutes() == 0) {
            return time.toSeconds() + " s";
        }
        return time.toHours() == 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
