package dev.psld.spool;

import dev.psld.job.Job;
import dev.psld.job.JobException;
import dev.psld.job.JobSettings;
import dev.psld.job.Printable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A photo that this agent alone works on, until it is published, failed or released. Thread-safe: the heartbeat may come from
 * another thread than the work.
 *
 * <p>Every method that changes something throws {@link LostClaimException} when another agent has taken the claim over, and
 * {@link SpoolException} when the spool cannot be written; after the latter the same call may be made again.
 */
public final class Claim {
    /** With this the names of all inputs begin, and those of all results must. */
    public static final String STEM = "photo";

    /** The reason of a job that somebody cancelled. */
    public static final String CANCELLED = "It was cancelled.";

    private final FileOperations disk;
    private final ClaimFolder folder;
    private final JobFile file;
    private final AgentIdentity self;
    private final ClaimCompletion ending;
    private final Set<Path> held;
    private long counter;
    private boolean over;

    Claim(
            FileOperations disk,
            ClaimFolder folder,
            JobFile file,
            AgentIdentity self,
            ClaimCompletion ending,
            Set<Path> held) {
        this.disk = disk;
        this.folder = folder;
        this.file = file;
        this.self = self;
        this.ending = ending;
        this.held = held;
    }

    public Job job() {
        return file.job();
    }

    public Path photo() {
        return folder.photo(file);
    }

    /** Whether the photo can be read where it lies. */
    public boolean readable() {
        try (FileInputStream in = new FileInputStream(photo().toFile())) {
            int unused = in.read();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public Optional<Path> mask() {
        return companion(Companion.MASK);
    }

    public Optional<Path> kernel() {
        return companion(Companion.KERNEL);
    }

    /**
     * The photo's own settings over those of its folder.
     *
     * @throws JobException when one of the files cannot be used
     */
    public JobSettings settings() {
        Path defaults = folder.path().resolve(EntryKind.DEFAULTS);
        JobSettings common =
                FileOperations.exists(defaults) ? JobSettings.read(defaults, EntryKind.DEFAULTS) : JobSettings.none();
        return companion(Companion.SETTINGS)
                .map(own -> JobSettings.read(own, Printable.of(file.file().text()) + ".json"))
                .map(own -> own.over(common))
                .orElse(common);
    }

    /** The claim's own folder. It has another path after a takeover. */
    public Path folder() {
        return folder.path();
    }

    /** For what the restoration wants to find again after a restart; survives release and takeover. */
    public Path checkpoint() {
        return folder.path().resolve(ClaimFolder.CHECKPOINT);
    }

    /** For results; empty at first, also after a takeover. */
    public Path staging() {
        return folder.out();
    }

    /** Shows that the holder lives. Does nothing once the claim is over. */
    public synchronized void heartbeat() {
        if (!over) {
            guarded("The heartbeat of " + job().shown() + " cannot be written", () -> {
                folder.write(new Lease(self, ++counter, false));
                return folder.path();
            });
        }
    }

    /**
     * Gives the results their names in {@code done/}, numbered when one of them is taken, the picture last; then deals with
     * the original, and removes the claim. Complete or not at all, whenever the process ends.
     *
     * @return the picture
     * @throws IllegalArgumentException when a file is not in the staging folder, is empty, or not named {@code photo…}
     */
    public synchronized Path publish(Results results) {
        return end("The result of " + job().shown() + " cannot be published", () -> {
            if (ClaimCompletion.publishes(folder)) {
                return ending.finishPublish(folder, file);
            }
            if (ClaimCompletion.fails(folder)) {
                throw new SpoolException(job().shown() + " is being failed already: fail it again.");
            }
            List<NamePlan.Part> parts = new ArrayList<>();
            for (Path one : results.sidecars()) {
                parts.add(staged(one));
            }
            parts.add(staged(results.picture()));
            disk.syncFolder(folder.out());
            return ending.publish(folder, file, parts);
        });
    }

    /**
     * Moves the photo and what belongs to it to {@code failed/}, beside a text with the reason, and removes the claim.
     *
     * @param reason sentences: what was wrong and what to do
     * @return the photo
     */
    public synchronized Path fail(String reason) {
        return end(job().shown() + " cannot be moved to failed/", () -> {
            if (ClaimCompletion.publishes(folder)) {
                throw new SpoolException(job().shown() + " is being published already: publish it again.");
            }
            return ending.fail(folder, file, reason);
        });
    }

    /** Lets any agent go on with it at once, from its checkpoint. */
    public synchronized void release() {
        end("The claim on " + job().shown() + " cannot be released", () -> {
            folder.write(new Lease(self, ++counter, true));
            return folder.path();
        });
    }

    /** Lets go of it without touching the disk: the next {@link Spool#recover} of this agent takes it like a dead one's. */
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
            throw new SpoolException(attempt, e);
        }
    }
}
