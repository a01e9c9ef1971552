package dev.psld.restore;

import dev.psld.fault.Fault;
import dev.psld.file.Sha256;
import dev.psld.job.InterruptionException;
import dev.psld.picture.BadPictureException;
import dev.psld.restore.output.Results;
import dev.psld.restore.photo.Photo;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.SamplerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * One photo on its way to its samples. Belongs to the thread of the run; the sampling threads post messages to that, read
 * whether they should end, and keep the checkpoint of their own sample.
 */
final class PhotoWork {
    private final PhotoTask task;
    private final String sha256;
    private final Photo photo;
    private final List<String> model;
    private final Results results;
    private final long began;
    private final Consumer<Runnable> run;
    private final RunListener listener;
    private final SortedMap<Integer, Attempt> attempts = new TreeMap<>();
    private int steps;
    private int told;
    private OptionalLong drawing = OptionalLong.empty();
    private boolean shared;
    private boolean resumed;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    /**
     * @param sha256 of the photo as it was read, before a result may take its place
     * @param model what is to be said of the model, in sentences
     * @param began {@link System#nanoTime} of the photo's beginning
     * @param run takes messages to the thread of the run
     */
    PhotoWork(
            PhotoTask task,
            String sha256,
            Photo photo,
            List<String> model,
            Results results,
            long began,
            Consumer<Runnable> run,
            RunListener listener) {
        this.task = task;
        this.sha256 = sha256;
        this.photo = photo;
        this.model = model;
        this.results = results;
        this.began = began;
        this.run = run;
        this.listener = listener;
    }

    /** SHA-256 of a file that belongs to a photo. */
    static String digest(Path file, ShownNames names) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new BadPictureException(names.shown(file) + " cannot be read again: " + e.getMessage(), e);
        }
    }

    PhotoTask task() {
        return task;
    }

    String sha256() {
        return sha256;
    }

    Photo photo() {
        return photo;
    }

    /** What is to be said of how it was read, and of what the model is told. */
    List<String> remarks() {
        List<String> all = new ArrayList<>(photo.remarks());
        all.addAll(model);
        return all;
    }

    Results results() {
        return results;
    }

    long began() {
        return began;
    }

    /** Some of it is being drawn from now on. */
    void begin() {
        if (drawing.isEmpty()) {
            drawing = OptionalLong.of(System.nanoTime());
        }
    }

    /** Another photo is being drawn beside it. */
    void share() {
        shared = true;
    }

    /** Seconds since its drawing began; empty where it was not drawn from the beginning, or not alone. */
    OptionalDouble seconds() {
        return shared || resumed || drawing.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((System.nanoTime() - drawing.getAsLong()) / 1e9);
    }

    /** Sample k of the photo, from 1, and where an earlier run of it stood. */
    record Ticket(PhotoWork work, int sample, Optional<SamplerState> earlier) {
        /** What is drawn for it. */
        Draw draw() {
            return work.draw(this);
        }
    }

    /** What is to draw: all samples but those that a checkpoint holds, which count as drawn. */
    List<Ticket> tickets(int stepsEach) {
        List<Ticket> tickets = new ArrayList<>();
        for (int k = 1; k <= task.samples(); k++) {
            int sample = k;
            Optional<Outcome> made = task.checkpoint().flatMap(kept -> kept.outcome(sample));
            made.ifPresent(outcome -> {
                attempts.put(sample, Attempt.of(outcome));
                steps += stepsEach;
            });
            if (made.isEmpty()) {
                Optional<SamplerState> earlier = task.checkpoint().flatMap(kept -> kept.state(sample));
                tickets.add(new Ticket(this, k, earlier));
                steps += earlier.map(SamplerState::step).orElse(0);
            }
        }
        told = steps;
        resumed = steps > 0;
        return tickets;
    }

    private Draw draw(Ticket ticket) {
        int sample = ticket.sample();
        ticket.earlier()
                .ifPresent(state -> listener.remark(task, "sample " + sample + " goes on from step " + state.step()));
        return new Draw(photo, task.settings().seed() + sample - 1, ticket.earlier(), new SampleProgress(sample));
    }

    /** Lets what is still being drawn end at its next step. */
    void stop(RuntimeException why) {
        if (failure.isEmpty()) {
            failure = Optional.of(why);
        }
    }

    /** Takes how a sample ended; true when it was the last one. */
    boolean took(int sample, Attempt attempt) {
        attempts.put(sample, attempt);
        attempt.failure().filter(e -> !leavesOthers(e)).ifPresent(this::stop);
        return isWhole();
    }

    /** Whether every sample has come to an end. */
    boolean isWhole() {
        return attempts.size() == task.samples();
    }

    /**
     * Whether a sample that fails so lets the others go on: numbers may diverge in one and not in the next. What can be tried
     * again from a checkpoint is not made do with half.
     */
    private boolean leavesOthers(RuntimeException e) {
        return switch (Fault.of(e)) {
            case PHOTO -> true;
            case GRAPH, RUNTIME, OUTPUT -> task.checkpoint().isEmpty();
            case USAGE, MODEL, PROVIDER, QUEUE, CONFIGURATION, DEFECT -> false;
        };
    }

    SortedMap<Integer, Attempt> attempts() {
        return attempts;
    }

    /** Why the photo as a whole failed: something stopped it, or no sample came out. */
    Optional<RuntimeException> failed() {
        return attempts.values().stream().anyMatch(a -> a.outcome().isPresent())
                ? failure
                : failure.or(() -> attempts.values().iterator().next().failure());
    }

    static OptionalDouble present(double residual) {
        return Double.isNaN(residual) ? OptionalDouble.empty() : OptionalDouble.of(residual);
    }

    /** One count over all samples, and one caller at a time. */
    private synchronized void pass(int ofEach) {
        failure.ifPresent(e -> {
            throw e instanceof InterruptionException ? e : new CancellationException("the photo failed already");
        });
        steps++;
        try {
            task.steps().step(steps, ofEach * task.samples());
        } catch (InterruptionException e) {
            stop(e);
            throw e;
        }
    }

    /** Keeps where a sample stands every so many steps, and before it is interrupted. On its sampling thread. */
    private final class SampleProgress implements Progress {
        private final int sample;
        private Optional<SamplerState> unkept = Optional.empty();
        private boolean shown;

        SampleProgress(int sample) {
            this.sample = sample;
        }

        @Override
        public void reached(SamplerState state) {
            unkept = Optional.of(state);
            boolean due =
                    task.checkpoint().filter(kept -> kept.due(state.step())).isPresent();
            if (due || task.steps().ending()) {
                keep();
            }
        }

        @Override
        public void step(int step, int of, double residual) {
            try {
                pass(of);
            } catch (InterruptionException e) {
                if (e.reason() == InterruptionException.Reason.STOP) {
                    keep();
                }
                throw e;
            }
            run.accept(() -> listener.step(task, ++told, of * task.samples(), present(residual)));
        }

        private void keep() {
            task.checkpoint().ifPresent(kept -> unkept.ifPresent(state -> kept.keep(sample, state)));
            unkept = Optional.empty();
        }

        @Override
        public boolean wantsPreview(int step) {
            shown = sample == 1 && task.view().filter(LiveView::wantsPreview).isPresent();
            return shown || written(step);
        }

        private boolean written(int step) {
            return task.previewEvery() > 0 && sample == 1 && step % task.previewEvery() == 0;
        }

        @Override
        public void preview(int step, float[] made) {
            float[] kept = made.clone(); // the solver goes on in its array
            if (shown) {
                run.accept(() -> task.view().ifPresent(view -> view.show(step, photo.finish(kept))));
            }
            if (written(step)) {
                run.accept(() -> write(step, kept));
            }
        }
    }

    private void write(int step, float[] made) {
        try {
            Path preview = results.preview(step, photo.finish(made));
            listener.preview(task, step, preview);
        } catch (RuntimeException e) {
            stop(e);
        }
    }
}
