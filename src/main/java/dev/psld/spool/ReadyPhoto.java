package dev.psld.spool;

import dev.psld.job.Printable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/** A photo in the inbox that is ready to be claimed, as one look found it. Immutable. */
public final class ReadyPhoto {
    /** Priority first, then arrival, then name. */
    static final Comparator<ReadyPhoto> ORDER = Comparator.comparing((ReadyPhoto t) -> !t.priority)
            .thenComparing(t -> t.arrived)
            .thenComparing(t -> t.file.bytes())
            .thenComparing(t -> t.task);

    private final String task;
    private final boolean priority;
    private final Instant arrived;
    private final RawName file;
    private final Path photo;
    private final FileSignature signature;
    private final Map<Companion, RawName> companions;

    ReadyPhoto(
            String task,
            boolean priority,
            Instant arrived,
            Path photo,
            FileSignature signature,
            Map<Companion, RawName> companions) {
        this.task = task;
        this.priority = priority;
        this.arrived = arrived;
        this.file = RawName.of(photo);
        this.photo = photo;
        this.signature = signature;
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

    FileSignature signature() {
        return signature;
    }

    Map<Companion, RawName> companions() {
        return companions;
    }
}
