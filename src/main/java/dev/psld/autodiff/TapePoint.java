package dev.psld.autodiff;

/**
 * One way between a large tape and much work. Immutable.
 *
 * @param tapeBytes what the forward hands over
 * @param heldBytes that, and what is held of the segment that is computed again: the limit to ask for
 * @param segments that are computed again
 * @param again operations that are done again, a part of the forward's
 */
public record TapePoint(long tapeBytes, long heldBytes, int segments, double again) {}
