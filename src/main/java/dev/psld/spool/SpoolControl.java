package dev.psld.spool;

import dev.psld.file.NearWord;
import dev.psld.job.AgentStatuses;
import dev.psld.job.HeldJob;
import dev.psld.job.JobCounts;
import dev.psld.job.JobEntry;
import dev.psld.job.JobInputs;
import dev.psld.job.JobState;
import dev.psld.job.JobSubmission;
import dev.psld.job.Printable;
import dev.psld.job.QueueControl;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/** What people and programs ask of a spool, whether an agent runs or not. Thread-safe; holds nothing open. */
public final class SpoolControl implements QueueControl {
    private final Layout layout;
    private final FileOperations disk;
    private final InstantSource clock;
    private final Submissions submissions;
    private final Intake intake;
    private final JobLookup lookup;

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
        this.submissions = new Submissions(disk, layout, clock);
        this.lookup = new JobLookup(layout, disk, submissions);
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

    @Override
    public String submit(JobSubmission submission) {
        try {
            return submissions.add(submission);
        } catch (IOException e) {
            throw DiskFailure.of(Printable.of(submission.name()) + " cannot be submitted", e);
        }
    }

    @Override
    public Optional<JobState> state(String id) {
        try {
            return new JobStates(layout, disk, statuses()).of(id);
        } catch (IOException e) {
            throw DiskFailure.of("The state of " + Printable.of(id) + " cannot be read", e);
        } catch (UncheckedIOException e) {
            throw DiskFailure.of(
                    "The state of " + Printable.of(id) + " cannot be read", Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public List<JobEntry> jobs(int mostEnded) {
        return reading("The jobs of " + layout.root() + " cannot be listed", list -> list.all(mostEnded));
    }

    @Override
    public Optional<JobInputs> inputs(String id) {
        return reading("What was given to " + Printable.of(id) + " cannot be found", list -> list.inputs(id));
    }

    @Override
    public Optional<Path> follow(String id) {
        return reading(Printable.of(id) + " cannot be followed", list -> list.follow(id));
    }

    private interface Listing<T> {
        T of(JobList list) throws IOException;
    }

    private <T> T reading(String attempt, Listing<T> listing) {
        try {
            return listing.of(new JobList(layout, disk, clock, statuses()));
        } catch (IOException e) {
            throw DiskFailure.of(attempt, e);
        } catch (UncheckedIOException e) {
            throw DiskFailure.of(attempt, Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public AgentStatuses statuses() {
        return new StatusFiles(layout.root());
    }

    @Override
    public JobCounts today(ZoneId zone) {
        return new JobHistory(disk, layout).day(clock.instant(), zone);
    }

    @Override
    public boolean paused() {
        return FileOperations.exists(layout.pause());
    }

    @Override
    public void pause() {
        try {
            disk.makeFolder(layout.control());
            disk.write(layout.pause(), ("paused at " + clock.instant() + "\n").getBytes(StandardCharsets.UTF_8), false);
        } catch (IOException e) {
            throw DiskFailure.of("The spool " + layout.root() + " cannot be paused", e);
        }
    }

    @Override
    public void resume() {
        try {
            disk.delete(layout.pause());
        } catch (IOException e) {
            throw DiskFailure.of("The spool " + layout.root() + " cannot be resumed", e);
        }
    }

    @Override
    public String cancel(String name) {
        try {
            JobLookup.Located job = one(name, lookup.waitingAndWorking(), "waits or is worked on");
            if (job.state() == JobLookup.State.WORKING) {
                disk.write(layout.cancels().resolve(job.id().orElseThrow()), new byte[0], false);
                return job.shown() + " will be cancelled by the agent that has it.";
            }
            if (refused(job).isEmpty()) {
                throw new QueueException(job.shown() + " was claimed just now: cancel it again.");
            }
            return job.shown() + " was cancelled; it lies in failed/ now.";
        } catch (IOException e) {
            throw DiskFailure.of(Printable.of(name) + " cannot be cancelled", e);
        }
    }

    @Override
    public String retry(String name, boolean priority) {
        try {
            return retry(one(name, lookup.failed(), "has failed"), priority);
        } catch (IOException e) {
            throw DiskFailure.of(Printable.of(name) + " cannot be tried again", e);
        }
    }

    /** One that has changed since it was taken. */
    String retry(FailedPhotos.Failed failed) {
        JobFile job = failed.job();
        JobLookup.Located located =
                JobLookup.Located.file(JobLookup.State.FAILED, job.task(), job.priority(), failed.path());
        try {
            retry(located, job.priority());
            return located.shown() + " has changed since it was taken, and waits again.";
        } catch (IOException e) {
            throw DiskFailure.of(located.shown() + " has changed since it was taken, and cannot be tried again", e);
        }
    }

    private String retry(JobLookup.Located job, boolean priority) throws IOException {
        Path inbox = layout.inbox(job.task(), priority);
        if (!layout.settings().tasks().contains(job.task())) {
            throw new QueueException(job.shown() + " belongs to no task: move it into the folder of one, "
                    + String.join(", ", layout.settings().sortedTasks()) + ", under " + layout.inbox() + ".");
        }
        for (RawName companion : companions(job).values()) {
            moveBack(companion.in(layout.failed(job.task())), companion.in(inbox), job);
        }
        moveBack(job.path(), job.file().in(inbox), job);
        disk.delete(new RawName(job.file().stem() + ".error.txt").in(layout.failed(job.task())));
        return job.shown() + " waits again.";
    }

    private Optional<Path> refused(JobLookup.Located job) throws IOException {
        return job.submission().isPresent()
                ? intake.refuse(job.submission().get(), HeldJob.CANCELLED)
                : intake.refuse(job.path(), job.task(), HeldJob.CANCELLED, companions(job), job.priority());
    }

    /** Under both names at once for a moment: so a crash loses nothing, and a repetition goes on from there. */
    private void moveBack(Path from, Path to, JobLookup.Located job) throws IOException {
        boolean halfway =
                FileOperations.isPlainFile(from) && FileOperations.isPlainFile(to) && Files.isSameFile(from, to);
        if (!halfway && !disk.place(from, to, layout.namesLock())) {
            throw new QueueException(job.shown() + " cannot be tried again: the inbox has a file "
                    + Printable.of(RawName.of(to).text())
                    + " already. Wait until that is done, or give this one another name.");
        }
        disk.syncFolder(to.resolveSibling("."));
        disk.delete(from);
    }

    private Map<Companion, RawName> companions(JobLookup.Located job) throws IOException {
        Map<Companion, RawName> found = new EnumMap<>(Companion.class);
        for (Path path : lookup.list(job.path().resolveSibling("."))) {
            RawName name = RawName.of(path);
            Companion.of(name)
                    .filter(kind -> kind.belongs(name, job.file()) && FileOperations.isPlainFile(path))
                    .ifPresent(kind -> found.merge(kind, name, BinaryOperator.minBy(kind.first())));
        }
        return found;
    }

    private JobLookup.Located one(String name, List<JobLookup.Located> all, String state) {
        List<JobLookup.Located> called =
                all.stream().filter(n -> n.isCalled(name)).toList();
        if (called.size() == 1) {
            return called.get(0);
        }
        if (called.size() > 1) {
            throw new QueueException("There are several photos called " + Printable.of(name) + ": say which of "
                    + String.join(
                            ", ",
                            called.stream().map(JobLookup.Located::exactly).toList()) + ".");
        }
        List<String> known = new ArrayList<>();
        all.forEach(n -> known.addAll(List.of(n.shown(), Printable.of(n.file().text()))));
        List<String> near = NearWord.several(name, known, 3);
        throw new QueueException("No photo called " + Printable.of(name) + " " + state
                + (near.isEmpty() ? "." : ": did you mean " + String.join(" or ", near) + "?"));
    }
}
