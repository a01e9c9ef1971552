package dev.psld.spool;

/** What becomes of a photo after its restoration is published. Immutable. */
public sealed interface Retention {

    /** Stays in {@code originals/} for ever. */
    record Keep() implements Retention {}

    /** Stays there for a number of days, at least 1. */
    record KeepDays(int days) implements Retention {
        public KeepDays {
            if (days < 1) {
                throw new IllegalArgumentException(
                        "originals cannot be kept for " + days + " days: give 1 or more, or have them deleted at once");
            }
        }
    }

    /** Is deleted once its result is safely on disk. */
    record Delete() implements Retention {}

    static Retention keep() {
        return new Keep();
    }

    static Retention keepDays(int days) {
        return new KeepDays(days);
    }

    static Retention delete() {
        return new Delete();
    }
}
