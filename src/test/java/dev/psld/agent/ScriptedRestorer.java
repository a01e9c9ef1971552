package dev.psld.agent;

import dev.psld.job.InterruptionException;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.job.Restorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A restorer without a model: takes its steps, and does to a photo what a test says. Thread-safe. */
final class ScriptedRestorer implements Restorer {
    private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();
    volatile int steps = 3;
    volatile int parallel = 1;
    /** Whether the next job ends its thread, as nothing foreseen does. */
    volatile boolean breaks;

    volatile long millisPerStep;
    /** What a stop ends in, in place of the interruption. */
    volatile Optional<RuntimeException> stopped = Optional.empty();

    final AtomicInteger unloads = new AtomicInteger();
    private volatile boolean loaded;

    /** From now on photos of that name fail so. */
    void fails(String name, RuntimeException failure) {
        failures.put(name, failure);
    }

    void mends(String name) {
        failures.remove(name);
    }

    @Override
    public RestoreResult restore(RestoreRequest work, JobSteps told) {
        loaded = true;
        if (breaks) {
            throw new AssertionError("nothing foreseen");
        }
        RuntimeException failure = failures.get(work.name());
        if (failure != null) {
            throw failure;
        }
        for (int i = 1; i <= steps; i++) {
            try {
                Thread.sleep(millisPerStep);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            try {
                told.step(i, steps);
            } catch (InterruptionException e) {
                throw stopped.orElse(e);
            }
        }
        try {
            Path picture = Files.writeString(work.staging().resolve("photo.png"), "picture of " + work.name());
            Path report = Files.writeString(work.staging().resolve("photo.json"), "{}");
            return new RestoreResult(picture, List.of(report), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int parallel() {
        return parallel;
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public Map<String, Long> natives() {
        return Map.of("session", loaded ? 6L : 0L);
    }

    @Override
    public void unload() {
        loaded = false;
        unloads.incrementAndGet();
    }

    @Override
    public void close() {
        loaded = false;
    }
}
