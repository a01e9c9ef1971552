package dev.psld.spool;

/** What becomes of a photo after its restoration is published. Immutable. */
public sealed interface Originals {

    /** Stays in {@code originals/} for ever. */
    record Keep() implements Originals {}

    /** Stays there for a number of days, at least 1. */
    record KeepDays(int days) implements Originals {
        public KeepDays {
            if (days < 1) {
                throw new IllegalArgumentException(
                        "originals cannot be kept for " + days + " days: give 1 or more, or have them deleted at once");
            }
        }
    }

    /** Is deleted once its result is safely on disk. */
    record Delete() implements Originals {}

    static Originals keep() {
        return new Keep();
    }

    static Originals keepDays(int days) {
        return new KeepDays(days);
    }

    static Originals delete() {
        return new Delete();
    }
}
