package dev.psld.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a photo once its result is published. Immutable.
 *
 * @param days how long an original is kept; 0 but with {@link Kind#DAYS}
 */
public record Originals(Kind kind, int days) {
    /** For how long originals are kept. */
    public enum Kind {
        KEEP,
        DELETE,
        DAYS
    }

    /** For ever. */
    public static Originals keep() {
        return new Originals(Kind.KEEP, 0);
    }

    static Optional<Originals> parse(String text) {
        return switch (text) {
            case "keep" -> Optional.of(keep());
            case "delete" -> Optional.of(new Originals(Kind.DELETE, 0));
            default ->
                DurationText.parse(text)
                        .filter(time -> time.equals(Duration.ofDays(time.toDays()))
                                && time.toDays() >= 1
                                && time.toDays() <= 3650)
                        .map(time -> new Originals(Kind.DAYS, (int) time.toDays()));
        };
    }

    /** As it stands in a file: {@code keep}, {@code delete}, {@code 30d}. */
    @Override
    public String toString() {
        return switch (kind) {
            case KEEP -> "keep";
            case DELETE -> "delete";
            case DAYS -> days + "d";
        };
    }
}
