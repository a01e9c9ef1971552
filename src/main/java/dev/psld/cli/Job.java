package dev.psld.cli;

import dev.psld.cli.event.Event;
import dev.psld.restore.Attempt;
import dev.psld.restore.Draw;
import dev.psld.restore.Progress;
import dev.psld.restore.output.Results;
import dev.psld.restore.photo.Photo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * One photo on its way to its samples. Used by the thread that made it; sampling threads only post messages to that thread
 * and read whether they should stop.
 */
final class Job {
    /** Carries messages from sampling threads to the thread of the jobs. */
    interface Post {
        void send(Runnable message);

        void tell(Event event);
    }

    /** What a report calls the files. */
    interface Names {
        String input();

        String output(Path written);

        /** As they are. */
        static Names of(Path input) {
            return new Names() {
                @Override
                public String input() {
                    return input.toString();
                }

                @Override
                public String output(Path written) {
                    return written.toString();
                }
            };
        }
    }

    private final Path file;
    private final String sha256;
    private final Names names;
    private final Photo photo;
    private final Results results;
    private final int samples;
    private final long began;
    private final Post post;
    private final SortedMap<Integer, Attempt> attempts = new TreeMap<>();
    private int steps;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    /** @param began {@link System#nanoTime} of the photo's beginning */
    Job(Path file, Photo photo, Results results, int samples, long began, Post post) {
        this(file, Names.of(file), photo, results, samples, began, post);
    }

    Job(Path file, Names names, Photo photo, Results results, int samples, long began, Post post) {
        this.file = file;
        this.sha256 = Digests.sha256(file); // before a result may take its place
        this.names = names;
        this.photo = photo;
        this.results = results;
        this.samples = samples;
        this.began = began;
        this.post = post;
    }

    Path file() {
        return file;
    }

    /** Of the photo as it was read. */
    String sha256() {
        return sha256;
    }

    Names names() {
        return names;
    }

    Photo photo() {
        return photo;
    }

    Results results() {
        return results;
    }

    long began() {
        return began;
    }

    /** Sample k of the photo, from 1. */
    record Ticket(Job job, int sample) {}

    List<Ticket> tickets() {
        List<Ticket> tickets = new ArrayList<>();
        for (int k = 1; k <= samples; k++) {
            tickets.add(new Ticket(this, k));
        }
        return tickets;
    }

    /** What is drawn for sample k by the seed of the first one. */
    Draw draw(int sample, long seed, int previewEvery) {
        return new Draw(photo, seed + sample - 1, new Progress() {
            @Override
            public void step(int step, int of, double residual) {
                if (failure.isPresent()) {
                    throw new CancellationException("the photo failed already");
                }
                post.send(() -> post.tell(new Event.Step(file.toString(), ++steps, of * samples, present(residual))));
            }

            @Override
            public boolean wantsPreview(int step) {
                return previewEvery > 0 && sample == 1 && step % previewEvery == 0;
            }

            @Override
            public void preview(int step, float[] made) {
                post.send(() -> write(step, made));
            }
        });
    }

    private void write(int step, float[] made) {
        try {
            Path preview = results.preview(step, photo.finish(made));
            post.tell(new Event.Preview(file.toString(), step, preview.toString()));
        } catch (RuntimeException e) {
            stop(e);
        }
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
        return attempts.size() == samples;
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
}
