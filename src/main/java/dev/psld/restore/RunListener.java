package dev.psld.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Hears how a run gets on, on the thread of the run. */
public interface RunListener {
    /** A photo was read, which gave these remarks; so many steps are to do, over all its samples. */
    default void started(PhotoTask task, int steps, List<String> remarks) {}

    /** Something that the reader should know about the run as a whole. */
    default void remark(String sentence) {}

    /** Something that the reader should know about a photo. */
    default void remark(PhotoTask task, String sentence) {}

    /** A step ended; the residual is empty where nothing is measured. */
    default void step(PhotoTask task, int step, int steps, OptionalDouble residual) {}

    /** A picture of what is believed after a step was written. */
    default void preview(PhotoTask task, int step, Path file) {}

    /** A photo is done. */
    void finished(PhotoTask task, RestoredPhoto photo);

    /**
     * A photo came to nothing; what this throws ends the run.
     *
     * @param thrown a RuntimeException, or an OutOfMemoryError of this photo
     */
    void failed(PhotoTask task, Throwable thrown);
}
