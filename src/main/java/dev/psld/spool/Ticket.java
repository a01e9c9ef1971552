package dev.psld.spool;

import dev.psld.job.Printable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/** A photo in the inbox that is ready to be claimed, as one look found it. Immutable. */
public final class Ticket {
    /** Priority first, then arrival, then name. */
    static final Comparator<Ticket> ORDER = Comparator.comparing((Ticket t) -> !t.priority)
            .thenComparing(t -> t.arrived)
            .thenComparing(t -> t.file.bytes())
            .thenComparing(t -> t.task);

    private final String task;
    private final boolean priority;
    private final Instant arrived;
    private final RawName file;
    private final Path photo;
    private final Stamp stamp;
    private final Map<Companion, RawName> companions;

    Ticket(
            String task,
            boolean priority,
            Instant arrived,
            Path photo,
            Stamp stamp,
            Map<Companion, RawName> companions) {
        this.task = task;
        this.priority = priority;
        this.arrived = arrived;
        this.file = RawName.of(photo);
        this.photo = photo;
        this.stamp = stamp;
        this.companions = Map.copyOf(companions);
    }

    public String task() {
        return task;
    }

    /** The file's name as text, see {@link dev.psld.job.Job#name}. */
    public String name() {
        return file.text();
    }

    public boolean priority() {
        return priority;
    }

    public Instant arrived() {
        return arrived;
    }

    /** Task and name on one line. */
    public String shown() {
        return task + "/" + Printable.of(name());
    }

    RawName file() {
        return file;
    }

    Path photo() {
        return photo;
    }

    Stamp stamp() {
        return stamp;
    }

    Map<Companion, RawName> companions() {
        return companions;
    }
}
