package dev.psld.cli;

import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.picture.BadPictureException;
import dev.psld.restore.photo.Inputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The inputs of a run and how each ended; one that fails never stops the others. Not thread-safe. */
final class Batch {
    private final Listener listener;
    private final Consumer<Throwable> trace;
    private final List<Path> files = new ArrayList<>();
    private final long start = System.nanoTime();
    private int finished;
    private int failed;

    private Batch(Listener listener, Consumer<Throwable> trace) {
        this.listener = listener;
        this.trace = trace;
    }

    /**
     * The pictures that the arguments name; a folder without any counts as a failed input.
     *
     * @param own what is left out of folders, as it was made by an earlier run
     * @param trace is given what was not expected, for those who look for defects
     */
    static Batch expand(List<Path> arguments, Predicate<Path> own, Listener listener, Consumer<Throwable> trace) {
        Batch batch = new Batch(listener, trace);
        for (Path argument : arguments) {
            try {
                batch.files.addAll(Inputs.expand(argument, own));
            } catch (BadPictureException e) {
                batch.fail(argument, e);
            }
        }
        return batch;
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    /** Does the work for each file, one by one, and tells how it ended; what concerns all of them is not caught. */
    ExitCode run(Function<Path, Event.Finished> work) {
        for (Path file : files) {
            long began = System.nanoTime();
            try {
                Event.Finished done = work.apply(file);
                finished(new Event.Finished(done.input(), done.files(), done.residual(), seconds(began)));
            } catch (RuntimeException | OutOfMemoryError e) {
                failed(file, e);
            }
        }
        return end();
    }

    /** Tells that an input is done. */
    void finished(Event.Finished done) {
        listener.tell(done);
        finished++;
    }

    /**
     * Tells that an input failed, be it by a defect that it found in the program; throws on what would fail every other input
     * too, such as a damaged model.
     */
    void failed(Path file, Throwable thrown) {
        if (thrown instanceof RuntimeException e && Problem.of(e).code() != ExitCode.FAILED) {
            throw e;
        }
        fail(file, thrown);
    }

    /** Tells that all inputs are through. */
    ExitCode end() {
        listener.tell(new Event.Summary(finished, failed, seconds(start)));
        if (failed == 0) {
            return ExitCode.OK;
        }
        return finished == 0 ? ExitCode.FAILED : ExitCode.SOME_FAILED;
    }

    private void fail(Path file, Throwable thrown) {
        Problem problem = Problem.of(thrown);
        if (!problem.expected()) {
            trace.accept(thrown);
        }
        failed++;
        listener.tell(new Event.Failed(
                file.toString(), problem.sentence(), problem.code().code()));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
