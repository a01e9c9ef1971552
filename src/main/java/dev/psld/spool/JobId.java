package dev.psld.spool;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Ids of jobs: they sort by time and are unique over hosts. Stateless and thread-safe. */
final class JobId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private JobId() {}

    /** Whether a text has the form of an id. */
    static boolean matches(String text) {
        return text.matches("\\d{8}-\\d{6}-\\d{3}-[0-9a-f-]{13}");
    }

    static String next(InstantSource clock) {
        return TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 13);
    }
}
