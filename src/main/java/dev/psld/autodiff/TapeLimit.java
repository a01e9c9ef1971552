package dev.psld.autodiff;

/**
 * How many bytes of forward values may be held for a pullback at once: those that are kept, and those of any one segment that is
 * computed again. Immutable.
 *
 * @param bytes from 0 on
 * @param orLeast where so few cannot be had, the fewest that can be; else that is refused
 */
public record TapeLimit(long bytes, boolean orLeast) {
    /** No limit: what is dear is kept, and nothing that is cheap is held longer than it is used. */
    public static final TapeLimit NONE = new TapeLimit(Long.MAX_VALUE, true);

    public TapeLimit {
        if (bytes < 0) {
            throw new DiffException("a tape of at most " + bytes + " bytes cannot be: give 0 or more");
        }
    }

    /** The fewest bytes that can be had. */
    public static TapeLimit least() {
        return new TapeLimit(0, true);
    }
}
