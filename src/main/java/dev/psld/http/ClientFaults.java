package dev.psld.http;

import dev.psld.host.Journal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells the log what clients do wrong: one line for the first of a kind, and then one in a minute that counts the rest, however
 * many there are. Thread-safe.
 */
final class ClientFaults {
    private static final long MINUTE = 60_000_000_000L;

    private static final class Seen {
        private long told;
        private int since;
    }

    private final Journal journal;
    private final LongSupplier nanos;
    private final Map<String, Seen> kinds = new HashMap<>();

    /** @param nanos monotonic */
    ClientFaults(Journal journal, LongSupplier nanos) {
        this.journal = journal;
        this.nanos = nanos;
    }

    /** @param kind one of a few, never a client's own words */
    synchronized void tell(String kind, String what) {
        long now = nanos.getAsLong();
        Seen seen = kinds.get(kind);
        if (seen == null) {
            seen = new Seen();
            kinds.put(kind, seen);
        } else if (now - seen.told < MINUTE) {
            seen.since++;
            return;
        }
        journal.info("http: " + kind + ": " + what
                + (seen.since > 0 ? " (and " + seen.since + " more since the last line of this kind)" : ""));
        seen.told = now;
        seen.since = 0;
    }
}
