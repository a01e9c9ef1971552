package dev.psld.host;

import java.util.Locale;

/** How important a line of the log is, as syslog counts. */
public enum Priority {
    ERROR(3),
    WARNING(4),
    NOTICE(5),
    INFO(6),
    DEBUG(7);

    private final int level;

    Priority(int level) {
        this.level = level;
    }

    /** From 3 for errors to 7 for debugging. */
    public int level() {
        return level;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
