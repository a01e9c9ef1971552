package dev.psld.file;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is removed when the program is interrupted (Ctrl-C) while files are half made. Thread-safe; one hook for the whole program. */
final class Interruption {
    private static final Set<Sweep> SWEEPS = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Interruption::sweep, "unfinished"));
        } catch (IllegalStateException e) {
            // The program is ending: what it still writes now, such as a checkpoint, it writes to the end.
        }
    }

    private Interruption() {}

    /** Removes what is half made; does nothing where that has gone already, and may run beside its owner. */
    @FunctionalInterface
    interface Sweep {
        void run();
    }

    /** From now on an interruption runs this. */
    static void runs(Sweep sweep) {
        SWEEPS.add(sweep);
    }

    /** There is nothing to remove any more. */
    static void forgets(Sweep sweep) {
        SWEEPS.remove(sweep);
    }

    private static void sweep() {
        SWEEPS.forEach(sweep -> {
            try {
                sweep.run();
            } catch (RuntimeException e) {
                // Nobody is left to be told, and the others are to go too.
            }
        });
    }
}
