package dev.psld.chain;

/**
 * A network over as many windows at once as its graph takes, with the pullback at what it last ran on. Used by one thread at a
 * time; closes its stages, not the sessions.
 */
interface WindowNet extends AutoCloseable {
    /** What window {@code row} of the next {@link #run} is. */
    void input(int row, float[] window);

    void run();

    /** What became of a window. */
    float[] output(int row);

    /** The cotangent of a window's output, for the next {@link #pull}. */
    void cotangent(int row, float[] c);

    void pull();

    /** The cotangent of a window. */
    float[] gradient(int row);

    @Override
    void close();
}
