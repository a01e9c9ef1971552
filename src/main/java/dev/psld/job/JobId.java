package dev.psld.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Ids of jobs: they sort by time and are unique over hosts. Stateless and thread-safe. */
public final class JobId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private JobId() {}

    /** Whether a text has the form of an id. */
    public static boolean matches(String text) {
        return text.matches("\\d{8}-\\d{6}-\\d{3}-[0-9a-f-]{13}");
    }

    /** A new one. */
    public static String next(InstantSource clock) {
        return TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** That of the job which a failed one becomes when it is tried again: however often it is asked for, the same. */
    public static String after(String id, Instant ended) {
        return TIME.format(ended) + "-"
                + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 13);
    }

    /** When it was made; of an id. */
    public static Instant time(String id) {
        return Instant.from(TIME.parse(id.substring(0, 19)));
    }
}
