package dev.psld.restore;

import dev.psld.job.JobSteps;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.SolverSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One photo to restore, and how. Immutable.
 *
 * @param file where it lies
 * @param names what people call it and its results
 * @param word of the task, such as {@code sr4}
 * @param settings of its first sample; the others have the seeds that follow
 * @param samples how many to draw, from 1
 * @param previewEvery steps from one preview to the next; 0 for none
 * @param checkpoint what lets the work go on after a stop; empty where a stop ends it
 * @param steps hears of every step on the sampling threads, one at a time, and may make them wait or end
 * @param view shows those who follow a job what is believed on the way
 */
public record PhotoTask(
        Path file,
        ShownNames names,
        String word,
        PhotoReader reader,
        SolverSettings settings,
        int samples,
        int previewEvery,
        Destination destination,
        Optional<Checkpoint> checkpoint,
        JobSteps steps,
        Optional<LiveView> view) {

    /** The same with other settings and another number of samples. */
    PhotoTask with(SolverSettings otherSettings, int otherSamples) {
        return new PhotoTask(
                file,
                names,
                word,
                reader,
                otherSettings,
                otherSamples,
                previewEvery,
                destination,
                checkpoint,
                steps,
                view);
    }
}
