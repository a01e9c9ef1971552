package dev.psld.spool;

import dev.psld.file.NearWord;
import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What people may ask of a spool from outside, whether an agent runs or not. Thread-safe; holds nothing open.
 *
 * <p>A job is called {@code task/photo.jpg}, or {@code photo.jpg} when no other task has one of that name.
 */
public final class SpoolControl {
    private final Layout layout;
    private final FileOperations disk;
    private final InstantSource clock;
    private final Intake intake;
    private final JobLookup names;

    SpoolControl(Layout layout, FileOperations disk, AgentIdentity self, InstantSource clock) {
        this.layout = layout;
        this.disk = disk;
        this.clock = clock;
        this.intake = new Intake(
                disk,
                layout,
                self,
                clock,
                ConcurrentHashMap.newKeySet(),
                new ClaimCompletion(disk, layout, self, clock));
        this.names = new JobLookup(layout, disk);
    }

    /**
     * Opens a spool for a verb.
     *
     * @param settings those of the agents, of which only the names of folders count
     */
    public static SpoolControl open(Path root, SpoolSettings settings) {
        return new SpoolControl(
                new Layout(root.toAbsolutePath().normalize(), settings),
                new FileOperations(),
                AgentIdentity.current("control"),
                InstantSource.system());
    }

    /** Jobs of all agents that ended today. */
    public Tally today(ZoneId zone) {
        return new JobHistory(disk, layout).day(clock.instant(), zone);
    }

    public boolean paused() {
        return FileOperations.exists(layout.pause());
    }

    /** Lets no agent begin or go on with a job, until {@link #resume}. */
    public void pause() {
        try {
            disk.makeFolder(layout.control());
            disk.write(layout.pause(), ("paused at " + clock.instant() + "\n").getBytes(StandardCharsets.UTF_8), false);
        } catch (IOException e) {
            throw new SpoolException("The spool " + layout.root() + " cannot be paused", e);
        }
    }

    public void resume() {
        try {
            disk.delete(layout.pause());
        } catch (IOException e) {
            throw new SpoolException("The spool " + layout.root() + " cannot be resumed", e);
        }
    }

    /**
     * Moves a waiting job to {@code failed/}, or lets the agent that has it do so at its next step.
     *
     * @return a sentence on what was done
     * @throws SpoolException also when there is no such job, or several; names near ones
     */
    public String cancel(String name) {
        try {
            JobLookup.Named job = one(name, names.waitingAndWorking(), "waits or is worked on");
            if (job.claim().isPresent()) {
                disk.write(layout.cancels().resolve(job.claim().get()), new byte[0], false);
                return job.shown() + " will be cancelled by the agent that has it.";
            }
            boolean gone = intake.refuse(job.path(), job.task(), Claim.CANCELLED, companions(job), job.priority())
                    .isEmpty();
            if (gone) {
                throw new SpoolException(job.shown() + " was claimed just now: cancel it again.");
            }
            return job.shown() + " was cancelled; it lies in failed/ now.";
        } catch (IOException e) {
            throw new SpoolException(Printable.of(name) + " cannot be cancelled", e);
        }
    }

    /**
     * Moves a failed photo and what belongs to it back into the inbox, the photo last, and removes the text on its failure.
     * May be repeated when it was interrupted.
     *
     * @param priority whether it is to go before those without
     * @return a sentence on what was done
     * @throws SpoolException also when there is no such photo, or several; names near ones
     */
    public String retry(String name, boolean priority) {
        try {
            JobLookup.Named job = one(name, names.failed(), "has failed");
            Path inbox = layout.inbox(job.task(), priority);
            if (!layout.settings().tasks().contains(job.task())) {
                throw new SpoolException(job.shown() + " belongs to no task: move it into the folder of one, "
                        + String.join(", ", layout.settings().sortedTasks()) + ", under " + layout.inbox() + ".");
            }
            for (RawName companion : companions(job).values()) {
                moveBack(companion.in(layout.failed(job.task())), companion.in(inbox), job);
            }
            moveBack(job.path(), job.file().in(inbox), job);
            disk.delete(new RawName(job.file().stem() + ".error.txt").in(layout.failed(job.task())));
            return job.shown() + " waits again.";
        } catch (IOException e) {
            throw new SpoolException(Printable.of(name) + " cannot be tried again", e);
        }
    }

    /** Under both names at once for a moment: so a crash loses nothing, and a repetition goes on from there. */
    private void moveBack(Path from, Path to, JobLookup.Named job) throws IOException {
        boolean halfway =
                FileOperations.isPlainFile(from) && FileOperations.isPlainFile(to) && Files.isSameFile(from, to);
        if (!halfway && !disk.place(from, to, layout.namesLock())) {
            throw new SpoolException(job.shown() + " cannot be tried again: the inbox has a file "
                    + Printable.of(RawName.of(to).text())
                    + " already. Wait until that is done, or give this one another name.");
        }
        disk.syncFolder(to.resolveSibling("."));
        disk.delete(from);
    }

    private Map<Companion, RawName> companions(JobLookup.Named job) throws IOException {
        Map<Companion, RawName> found = new EnumMap<>(Companion.class);
        for (Path path : names.list(job.path().resolveSibling("."))) {
            RawName name = RawName.of(path);
            Companion.of(name)
                    .filter(kind -> kind.belongs(name, job.file()) && FileOperations.isPlainFile(path))
                    .ifPresent(kind -> found.put(kind, name));
        }
        return found;
    }

    private JobLookup.Named one(String name, List<JobLookup.Named> all, String state) {
        List<JobLookup.Named> called =
                all.stream().filter(n -> n.isCalled(name)).toList();
        if (called.size() == 1) {
            return called.get(0);
        }
        if (called.size() > 1) {
            throw new SpoolException("There are several photos called " + Printable.of(name) + ": say which of "
                    + String.join(
                            ", ", called.stream().map(JobLookup.Named::exactly).toList()) + ".");
        }
        List<String> known = new ArrayList<>();
        all.forEach(n -> known.addAll(List.of(n.shown(), Printable.of(n.file().text()))));
        List<String> near = NearWord.several(name, known, 3);
        throw new SpoolException("No photo called " + Printable.of(name) + " " + state
                + (near.isEmpty() ? "." : ": did you mean " + String.join(" or ", near) + "?"));
    }
}
