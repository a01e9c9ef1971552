package dev.psld.spool;

import dev.psld.job.HeldJob;
import dev.psld.job.JobId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes things out of the inbox: a claim's folder with all that recovery needs is made first, then one rename of the photo
 * decides. Thread-safe.
 */
final class Intake {
    private final FileOperations disk;
    private final Layout layout;
    private final AgentIdentity self;
    private final InstantSource clock;
    private final Set<Path> held;
    private final ClaimCompletion completion;
    private final Defaults defaults;

    /** @param held folders of claims that this agent works on; safe for use by several threads */
    Intake(
            FileOperations disk,
            Layout layout,
            AgentIdentity self,
            InstantSource clock,
            Set<Path> held,
            ClaimCompletion completion) {
        this.disk = disk;
        this.layout = layout;
        this.self = self;
        this.clock = clock;
        this.held = held;
        this.completion = completion;
        this.defaults = new Defaults(disk, layout);
    }

    /** Empty when the photo has changed or gone, or another agent has it. */
    Optional<ClaimFolder> take(ReadyPhoto ready) throws IOException {
        String suffix = ready.file().suffix().toLowerCase(Locale.ROOT);
        JobFile job = new JobFile(
                JobId.next(clock),
                ready.task(),
                ready.priority(),
                ready.file(),
                HeldJob.STEM + suffix,
                ready.arrived().toString(),
                1,
                ready.companions(),
                Optional.empty(),
                ready.remark());
        return take(job, ready.photo());
    }

    /** Empty when it has gone, or another agent has it. */
    Optional<ClaimFolder> take(Submission submission) throws IOException {
        ClaimFolder folder =
                new ClaimFolder(disk, layout.working().resolve(submission.job().id()));
        boolean taken = false;
        held.add(folder.path());
        try {
            disk.rename(submission.folder(), folder.path());
            disk.syncFolder(layout.working());
            disk.syncFolder(layout.submitted());
            folder.write(new Lease(self, 0, false));
            folder.prepare();
            taken = true;
            return Optional.of(folder);
        } catch (NoSuchFileException e) {
            if (FileOperations.exists(submission.folder()) || !FileOperations.exists(layout.submitted())) {
                throw e;
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                held.remove(folder.path()); // Whatever is left of it is recovered.
            }
        }
    }

    /**
     * Takes something to {@code failed/}.
     *
     * @return where it lies there; empty when it has gone or another agent has it
     */
    Optional<Path> refuse(Path thing, String task, String reason, Map<Companion, RawName> companions, boolean priority)
            throws IOException {
        JobFile job = new JobFile(
                JobId.next(clock),
                task,
                priority,
                RawName.of(thing),
                "refused",
                clock.instant().toString(),
                1,
                companions,
                Optional.of(reason),
                Optional.empty());
        Optional<ClaimFolder> folder = take(job, thing);
        return folder.isPresent() ? Optional.of(fail(folder.get(), job, reason)) : Optional.empty();
    }

    /** The same for a submission. */
    Optional<Path> refuse(Submission submission, String reason) throws IOException {
        Optional<ClaimFolder> folder = take(submission);
        return folder.isPresent() ? Optional.of(fail(folder.get(), submission.job(), reason)) : Optional.empty();
    }

    private Path fail(ClaimFolder folder, JobFile job, String reason) throws IOException {
        try {
            return completion.fail(folder, job, reason);
        } finally {
            held.remove(folder.path());
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
            defaults.copy(job.task(), job.priority(), folder.path());
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
}
