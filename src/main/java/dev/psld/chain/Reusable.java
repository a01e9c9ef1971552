package dev.psld.chain;

/** Something bound for measurements that one run after the other may use. */
public interface Reusable extends AutoCloseable {
    /** Forgets what the last run left. */
    void restart();

    @Override
    void close();
}
