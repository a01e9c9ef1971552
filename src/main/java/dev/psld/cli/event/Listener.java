package dev.psld.cli.event;

/** Hears of events, on one thread; closing it frees the terminal. */
public interface Listener extends AutoCloseable {
    void tell(Event event);

    @Override
    default void close() {}
}
