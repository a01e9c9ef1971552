package dev.psld.spool;

import dev.psld.job.HeldJob;
import dev.psld.job.Job;
import dev.psld.job.JobSettings;
import dev.psld.job.LostClaimException;
import dev.psld.job.Printable;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A claim on a photo of the spool. Thread-safe: the heartbeat may come from another thread than the work. */
final class Claim implements HeldJob {
    private final FileOperations disk;
    private final ClaimFolder folder;
    private final JobFile file;
    private final AgentIdentity self;
    private final ClaimCompletion completion;
    private final Set<Path> held;
    private final FailedPhotos failures;
    private final Optional<FileSignature> taken;
    private long counter;
    private boolean over;

    Claim(
            FileOperations disk,
            ClaimFolder folder,
            JobFile file,
            AgentIdentity self,
            ClaimCompletion completion,
            Set<Path> held,
            FailedPhotos failures) {
        this.disk = disk;
        this.folder = folder;
        this.file = file;
        this.self = self;
        this.completion = completion;
        this.held = held;
        this.failures = failures;
        this.taken = signature(folder.photo(file));
    }

    @Override
    public Job job() {
        return file.job();
    }

    @Override
    public Path photo() {
        return folder.photo(file);
    }

    @Override
    public boolean readable() {
        try (FileInputStream in = new FileInputStream(photo().toFile())) {
            int unused = in.read();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<Path> mask() {
        return companion(Companion.MASK);
    }

    @Override
    public Optional<Path> kernel() {
        return companion(Companion.KERNEL);
    }

    @Override
    public JobSettings settings() {
        Path defaults = folder.path().resolve(EntryKind.DEFAULTS);
        JobSettings common =
                FileOperations.exists(defaults) ? JobSettings.read(defaults, EntryKind.DEFAULTS) : JobSettings.none();
        return companion(Companion.SETTINGS)
                .map(own -> JobSettings.read(own, Printable.of(file.file().text()) + ".json"))
                .map(own -> own.over(common))
                .orElse(common);
    }

    @Override
    public Optional<String> remark() {
        return file.remark();
    }

    /** The claim's own folder. It has another path after a takeover. */
    Path folder() {
        return folder.path();
    }

    @Override
    public Path checkpoint() {
        return folder.path().resolve(ClaimFolder.CHECKPOINT);
    }

    @Override
    public Path view() {
        return folder.path().resolve(ClaimFolder.VIEW);
    }

    @Override
    public Path staging() {
        return folder.out();
    }

    @Override
    public synchronized void heartbeat() {
        if (!over) {
            guarded("The heartbeat of " + job().shown() + " cannot be written", () -> {
                folder.write(new Lease(self, ++counter, false));
                return folder.path();
            });
        }
    }

    @Override
    public synchronized Path publish(RestoreResult result) {
        return end("The result of " + job().shown() + " cannot be published", () -> {
            if (ClaimCompletion.publishes(folder)) {
                return completion.finishPublish(folder, file);
            }
            if (ClaimCompletion.fails(folder)) {
                throw new QueueException(job().shown() + " is being failed already: fail it again.");
            }
            List<NamePlan.Part> parts = new ArrayList<>();
            for (Path one : result.sidecars()) {
                parts.add(staged(one));
            }
            parts.add(staged(result.picture()));
            disk.syncFolder(folder.out());
            return completion.publish(folder, file, parts);
        });
    }

    @Override
    public synchronized Path fail(String reason) {
        return end(job().shown() + " cannot be moved to failed/", () -> {
            if (ClaimCompletion.publishes(folder)) {
                throw new QueueException(job().shown() + " is being published already: publish it again.");
            }
            Path failed = completion.fail(folder, file, reason);
            if (!reason.equals(CANCELLED)) {
                taken.ifPresent(before -> failures.add(failed, file, before));
            }
            return failed;
        });
    }

    @Override
    public synchronized void release() {
        end("The claim on " + job().shown() + " cannot be released", () -> {
            folder.write(new Lease(self, ++counter, true));
            return folder.path();
        });
    }

    @Override
    public synchronized void abandon() {
        over = true;
        held.remove(folder.path());
    }

    private NamePlan.Part staged(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!file.equals(folder.out().resolve(name)) || !name.startsWith(STEM)) {
            throw new IllegalArgumentException(file + " is no " + STEM + "… in " + folder.out());
        }
        if (!FileOperations.isPlainFile(file) && FileOperations.exists(folder.path())) {
            throw new IllegalArgumentException(file + " is no file");
        }
        if (Files.size(file) == 0) {
            throw new IllegalArgumentException(file + " is empty");
        }
        disk.syncFile(file);
        return new NamePlan.Part(ClaimFolder.OUT + "/" + name, name.substring(STEM.length()));
    }

    private static Optional<FileSignature> signature(Path photo) {
        try {
            return Optional.of(FileSignature.of(photo));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> companion(Companion kind) {
        return Optional.of(folder.companion(kind)).filter(FileOperations::isPlainFile);
    }

    private interface Step {
        Path run() throws IOException;
    }

    private Path end(String attempt, Step step) {
        if (over) {
            throw new IllegalStateException("the claim on " + job().shown() + " is over");
        }
        heartbeat();
        Path end = guarded(attempt, step);
        over = true;
        held.remove(folder.path());
        return end;
    }

    private Path guarded(String attempt, Step step) {
        try {
            return step.run();
        } catch (IOException e) {
            if (folder.lost()) {
                over = true;
                held.remove(folder.path());
                throw new LostClaimException(
                        "The claim on " + job().shown() + " was taken over by another agent, or its folder removed.");
            }
            throw DiskFailure.of(attempt, e);
        }
    }
}
