package dev.psld.restore;

import dev.psld.job.InterruptionException;
import dev.psld.ort.NativeCounts;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one prior that is in memory, used by any number of jobs at once; another takes its place, or other graphs of the same
 * model, when none uses it. Thread-safe. Closing it frees the prior.
 */
final class SharedPrior implements AutoCloseable {
    /** Between two looks whether who waits is to stop. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Function<String, Prior> opener;
    private volatile Optional<Prior> loaded = Optional.empty();
    private int users;
    private boolean doubtful;

    /** @param opener loads the prior of a name, with an environment of its own */
    SharedPrior(Function<String, Prior> opener) {
        this.opener = opener;
    }

    /**
     * Takes a share in the prior of a name, once it can be had; {@link #release} gives it back.
     *
     * @param ready whether what is to be used of it is in memory
     * @param load puts that into memory
     * @param ending whether to wait no more
     * @throws InterruptionException when it is not to wait any more
     */
    synchronized Prior take(String name, Predicate<Prior> ready, Consumer<Prior> load, BooleanSupplier ending) {
        try {
            while (users > 0 && (doubtful || !named(name) || !ready.test(loaded.orElseThrow()))) {
                if (ending.getAsBoolean()) {
                    throw new InterruptionException(InterruptionException.Reason.STOP);
                }
                wait(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptionException(InterruptionException.Reason.STOP);
        }
        if (doubtful || !named(name)) {
            free();
            loaded = Optional.of(opener.apply(name));
        }
        Prior prior = loaded.orElseThrow();
        if (!ready.test(prior)) {
            loaded(prior, load);
        }
        users++;
        return prior;
    }

    /** What failed to be loaded cannot be trusted, and nobody uses it yet. */
    private void loaded(Prior prior, Consumer<Prior> load) {
        try {
            load.accept(prior);
        } catch (RuntimeException e) {
            free();
            throw e;
        }
    }

    private boolean named(String name) {
        return loaded.filter(prior -> prior.name().equals(name)).isPresent();
    }

    /** Gives a share back. */
    synchronized void release() {
        users--;
        if (users == 0 && doubtful) {
            free();
        }
        notifyAll();
    }

    /** What is in memory cannot be trusted any more: nobody begins to use it, and its last user frees it. */
    synchronized void distrust() {
        doubtful = true;
    }

    /** What is in memory; empty where there is nothing. Does not wait. */
    Optional<Prior> loaded() {
        return loaded;
    }

    /** How many objects of the native library are open, by kind. Does not wait. */
    Map<String, Long> natives() {
        Map<String, Long> open = new TreeMap<>();
        loaded.ifPresent(prior -> {
            for (NativeCounts.Kind kind : NativeCounts.Kind.values()) {
                open.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        prior.environment().nativeCounts().live(kind));
            }
        });
        return open;
    }

    private void free() {
        doubtful = false;
        Optional<Prior> gone = loaded;
        loaded = Optional.empty();
        gone.ifPresent(prior -> {
            prior.close();
            prior.environment().close();
        });
    }

    /** Frees what is in memory, where nobody uses it. */
    @Override
    public synchronized void close() {
        if (users == 0) {
            free();
        }
    }
}
