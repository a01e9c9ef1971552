package dev.psld.file;

import java.io.IOException;
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

    private static volatile boolean finishing;
    private static boolean ended;

    private Interruption() {}

    /** Makes what a sweep would remove. */
    @FunctionalInterface
    interface Making {
        void make() throws IOException;
    }

    /** Removes what is half made; does nothing where that has gone already, and may run beside its owner. */
    @FunctionalInterface
    interface Sweep {
        void run();
    }

    /** From now on an interruption runs this. */
    static void runs(Sweep sweep) {
        SWEEPS.add(sweep);
    }

    /**
     * Makes something that an interruption removes from now on.
     *
     * @throws IOException also when the interruption was there already, after which nothing is begun that it would leave
     */
    static void begins(Sweep sweep, Making making) throws IOException {
        synchronized (SWEEPS) {
            if (ended) {
                throw new IOException("the program is ending");
            }
            SWEEPS.add(sweep);
            making.make();
        }
    }

    /** What begins while the program ends comes to its end, too. */
    static void letFinish() {
        finishing = true;
    }

    /** There is nothing to remove any more. */
    static void forgets(Sweep sweep) {
        SWEEPS.remove(sweep);
    }

    private static void sweep() {
        synchronized (SWEEPS) {
            ended = !finishing;
            SWEEPS.forEach(Interruption::remove);
        }
    }

    private static void remove(Sweep sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            // Nobody is left to be told, and the others are to go too.
        }
    }
}
