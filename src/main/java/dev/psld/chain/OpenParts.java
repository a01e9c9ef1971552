package dev.psld.chain;

import java.util.ArrayDeque;
import java.util.Deque;

/** What an object has opened on its way and closes with itself, the last first. Not thread-safe. */
public final class OpenParts implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes one over, and gives it back to be used. */
    public <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** Closes all; closed again, it does nothing. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
