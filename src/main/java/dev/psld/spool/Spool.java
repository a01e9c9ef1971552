package dev.psld.spool;

import dev.psld.job.AgentStatuses;
import dev.psld.job.EndedJob;
import dev.psld.job.HeldJob;
import dev.psld.job.Job;
import dev.psld.job.JobCounts;
import dev.psld.job.JobEntry;
import dev.psld.job.JobInputs;
import dev.psld.job.JobQueue;
import dev.psld.job.JobState;
import dev.psld.job.JobSubmission;
import dev.psld.job.Printable;
import dev.psld.job.QueueEvents;
import dev.psld.job.QueueException;
import dev.psld.job.QueueSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A watch folder as one agent sees it; other agents, in other processes and on other hosts, may share it. Thread-safe; holds
 * no file open. What it remembers is how long files and leases have not changed: everything else is on disk.
 *
 * <p>All methods throw {@link QueueException} when the folder has gone, is full or not writable; they may be called again.
 */
public final class Spool implements JobQueue {
    private final Layout layout;
    private final FileOperations disk;
    private final AgentIdentity self;
    private final InstantSource clock;
    private final InboxLook inboxLook;
    private final Taking taking;
    private final Recovery recovery;
    private final OriginalsSweep sweep;
    private final Submissions submissions;
    private final SpoolControl control;
    private final Liveness liveness;
    private final FolderReader reader;
    private final LongSupplier nanos;
    private final Set<Path> held;
    private Optional<Object> device = Optional.empty();

    Spool(
            Layout layout,
            FileOperations disk,
            AgentIdentity self,
            Liveness liveness,
            FolderReader reader,
            InstantSource clock,
            LongSupplier nanos) {
        this(layout, disk, self, liveness, reader, clock, nanos, ConcurrentHashMap.newKeySet());
    }

    /** @param held the folders of the claims that are in work */
    private Spool(
            Layout layout,
            FileOperations disk,
            AgentIdentity self,
            Liveness liveness,
            FolderReader reader,
            InstantSource clock,
            LongSupplier nanos,
            Set<Path> held) {
        this.held = held;
        this.layout = layout;
        this.disk = disk;
        this.self = self;
        this.clock = clock;
        this.liveness = liveness;
        this.reader = reader;
        this.nanos = nanos;
        FailedPhotos failures = new FailedPhotos(nanos);
        ClaimCompletion completion = new ClaimCompletion(disk, layout, self, clock);
        OwnClaims own = new OwnClaims(disk, self, completion, held, failures);
        Intake intake = new Intake(disk, layout, self, clock, held, completion);
        Inbox inbox = new Inbox(layout, reader, nanos);
        this.submissions = new Submissions(disk, layout, clock);
        this.control = new SpoolControl(layout, disk, self, clock);
        this.inboxLook =
                new InboxLook(layout, inbox, submissions, new CompanionClaims(disk, layout), intake, failures, control);
        this.taking = new Taking(inbox, reader, intake, own);
        this.recovery =
                new Recovery(disk, layout, clock, new Leases(layout.settings().lease(), liveness, nanos), own);
        this.sweep = new OriginalsSweep(disk, layout, clock, nanos);
    }

    /**
     * Opens a spool, makes the folders that are missing, and tries whether files can be moved between them.
     *
     * @param self of this spool alone: {@link AgentIdentity#current}
     * @param clock for dates that people read
     * @param nanos monotonic, for all waiting
     */
    public static Spool open(
            Path root, SpoolSettings settings, AgentIdentity self, InstantSource clock, LongSupplier nanos) {
        Spool spool = new Spool(
                new Layout(root.toAbsolutePath().normalize(), settings),
                new FileOperations(),
                self,
                Liveness.seenFrom(self),
                FolderReader.disk(),
                clock,
                nanos);
        spool.verify();
        return spool;
    }

    /**
     * Opens it anew, under the same identity: claims that are in work stay so. A root that has gone, or is the empty folder that an unmounted disk leaves, is not
     * filled anew: what is dropped there meanwhile would be hidden when the disk returns.
     */
    public Spool reopen(SpoolSettings settings) {
        Layout now = new Layout(layout.root(), settings);
        Spool spool = new Spool(now, disk, self, liveness, reader, clock, nanos, held);
        spool.device = device;
        spool.verify();
        return spool;
    }

    /** Makes the folders that are missing, and tries whether files can be moved between them. */
    @Override
    public synchronized void verify() {
        Optional<Object> there = FileOperations.device(layout.root());
        if (device.isPresent() && !device.equals(there) && !FileOperations.exists(layout.working())) {
            throw new QueueException(
                    "The spool " + layout.root()
                            + " has gone. Was it deleted or unmounted? Put it back, or make the folder; the agent goes on then.");
        }
        reading("The spool " + layout.root() + " cannot be used", () -> {
            layout.make(disk);
            new Probe(disk, layout, self).run();
            return layout;
        });
        device = FileOperations.device(layout.root());
    }

    /**
     * Looks through the inbox, and moves what is no job to {@code failed/}. A file is ready after two looks at the earliest,
     * so look again at least as often as {@link SpoolSettings#stillness}.
     */
    @Override
    public synchronized QueueSnapshot look() {
        return reading(
                "The inbox of " + layout.root() + " cannot be read",
                () -> inboxLook.run(one -> new Takeable(one, this)));
    }

    synchronized Optional<Claim> take(Ready ready) {
        return reading(
                ready.task() + "/" + Printable.of(ready.file().text()) + " cannot be claimed",
                () -> taking.take(ready));
    }

    @Override
    public synchronized List<HeldJob> recover(int most) {
        return reading(
                "The claims in " + layout.working() + " cannot be recovered", () -> List.copyOf(recovery.run(most)));
    }

    @Override
    public synchronized List<EndedJob> ended() {
        return recovery.ended();
    }

    @Override
    public boolean cancelled(Job job) {
        return FileOperations.exists(layout.cancels().resolve(job.id()));
    }

    @Override
    public synchronized int sweep() {
        return reading("Old originals cannot be removed", () -> {
            new JobHistory(disk, layout).sweep(clock.instant());
            submissions.sweep();
            return sweep.run();
        });
    }

    @Override
    public QueueEvents watch(boolean events) {
        return FolderEvents.open(layout, events);
    }

    @Override
    public String submit(JobSubmission submission) {
        return control.submit(submission);
    }

    @Override
    public Optional<JobState> state(String id) {
        return control.state(id);
    }

    @Override
    public List<JobEntry> jobs(int mostEnded) {
        return control.jobs(mostEnded);
    }

    @Override
    public Optional<JobInputs> inputs(String id) {
        return control.inputs(id);
    }

    @Override
    public Optional<Path> follow(String id) {
        return control.follow(id);
    }

    @Override
    public String cancel(String name) {
        return control.cancel(name);
    }

    @Override
    public String retry(String name, boolean priority) {
        return control.retry(name, priority);
    }

    @Override
    public boolean paused() {
        return control.paused();
    }

    @Override
    public void pause() {
        control.pause();
    }

    @Override
    public void resume() {
        control.resume();
    }

    @Override
    public JobCounts today(ZoneId zone) {
        return control.today(zone);
    }

    @Override
    public AgentStatuses statuses() {
        return control.statuses();
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    /** Streams of the names in a folder wrap what a disk does in the midst of it. */
    private static <T> T reading(String attempt, Reading<T> what) {
        try {
            return what.run();
        } catch (IOException e) {
            throw DiskFailure.of(attempt, e);
        } catch (UncheckedIOException | DirectoryIteratorException e) {
            throw DiskFailure.of(attempt, (IOException) Objects.requireNonNull(e.getCause()));
        }
    }
}
