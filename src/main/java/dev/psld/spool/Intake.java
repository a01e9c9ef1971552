package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes things out of the inbox: a claim's folder with all that recovery needs is made first, then one rename of the photo
 * decides. Thread-safe.
 */
final class Intake {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final FileOperations disk;
    private final Layout layout;
    private final AgentIdentity self;
    private final InstantSource clock;
    private final Set<Path> held;
    private final ClaimCompletion ending;

    /** @param held folders of claims that this agent works on; safe for use by several threads */
    Intake(
            FileOperations disk,
            Layout layout,
            AgentIdentity self,
            InstantSource clock,
            Set<Path> held,
            ClaimCompletion ending) {
        this.disk = disk;
        this.layout = layout;
        this.self = self;
        this.clock = clock;
        this.held = held;
        this.ending = ending;
    }

    /** Empty when the photo has changed or gone, or another agent has it. */
    Optional<ClaimFolder> take(ReadyPhoto ticket) throws IOException {
        try {
            if (!FileSignature.of(ticket.photo()).equals(ticket.signature())) {
                return Optional.empty();
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String suffix = ticket.file().suffix().toLowerCase(Locale.ROOT);
        JobFile job = new JobFile(
                newId(),
                ticket.task(),
                ticket.priority(),
                ticket.file(),
                Claim.STEM + suffix,
                ticket.arrived().toString(),
                1,
                ticket.companions(),
                Optional.empty());
        return take(job, ticket.photo());
    }

    /**
     * Takes something to {@code failed/}.
     *
     * @return where it lies there; empty when it has gone or another agent has it
     */
    Optional<Path> refuse(Path thing, String task, String reason, Map<Companion, RawName> companions, boolean priority)
            throws IOException {
        JobFile job = new JobFile(
                newId(),
                task,
                priority,
                RawName.of(thing),
                "refused",
                clock.instant().toString(),
                1,
                companions,
                Optional.of(reason));
        Optional<ClaimFolder> folder = take(job, thing);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ending.fail(folder.get(), job, reason));
        } finally {
            held.remove(folder.get().path());
        }
    }

    private Optional<ClaimFolder> take(JobFile job, Path from) throws IOException {
        ClaimFolder folder = new ClaimFolder(disk, layout.working().resolve(job.id()));
        boolean taken = false;
        held.add(folder.path());
        try {
            taken = moved(folder, job, from);
            return taken ? Optional.of(folder) : Optional.empty();
        } catch (IOException e) {
            if (!FileOperations.exists(folder.photo(job))) {
                folder.drop();
            }
            throw e;
        } finally {
            if (!taken) {
                held.remove(folder.path()); // Whatever is left of it is recovered.
            }
        }
    }

    private boolean moved(ClaimFolder folder, JobFile job, Path from) throws IOException {
        disk.makeNewFolder(folder.path());
        folder.write(new Lease(self, 0, false));
        if (job.refusal().isEmpty()) {
            copyDefaults(job, folder);
        }
        folder.write(job);
        disk.syncFolder(layout.working()); // or a power cut might leave the photo in a folder without a name
        try {
            disk.rename(from, folder.photo(job));
        } catch (NoSuchFileException e) {
            if (!FileOperations.exists(folder.photo(job))) { // NFS may have done it and lost the answer.
                folder.drop();
                return false;
            }
        }
        disk.syncFolder(folder.path());
        disk.syncFolder(from.resolveSibling("."));
        folder.takeCompanions(job, layout.inbox(job.task(), job.priority()));
        if (job.refusal().isEmpty()) {
            folder.prepare();
        }
        return true;
    }

    /** As they are now: a restart goes on with the same. The priority folder's own go before those of the task. */
    private void copyDefaults(JobFile job, ClaimFolder folder) throws IOException {
        for (boolean priority : job.priority() ? new boolean[] {true, false} : new boolean[] {false}) {
            Path defaults = layout.inbox(job.task(), priority).resolve(EntryKind.DEFAULTS);
            if (FileOperations.isPlainFile(defaults) && Files.size(defaults) <= 1 << 20) {
                disk.write(folder.path().resolve(EntryKind.DEFAULTS), FileOperations.read(defaults), true);
                return;
            }
        }
    }

    /** Sorts by time and is unique over hosts. */
    private String newId() {
        return TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 13);
    }
}
