package dev.psld.spool;

import dev.psld.job.Job;
import dev.psld.job.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A watch folder as one agent sees it; other agents, in other processes and on other hosts, may share it. Thread-safe; holds
 * no file open. What it remembers is how long files and leases have not changed: everything else is on disk.
 *
 * <p>All methods throw {@link SpoolException} when the folder has gone, is full or not writable; they may be called again.
 */
public final class Spool {
    private final Layout layout;
    private final FileOperations disk;
    private final AgentIdentity self;
    private final InstantSource clock;
    private final Set<Path> held = ConcurrentHashMap.newKeySet();
    private final ClaimCompletion ending;
    private final Intake intake;
    private final Inbox inbox;
    private final Recovery recovery;
    private final OriginalsSweep sweep;
    private final Liveness liveness;
    private final Predicate<Path> readable;
    private final LongSupplier nanos;
    private Optional<Object> device = Optional.empty();

    Spool(
            Layout layout,
            FileOperations disk,
            AgentIdentity self,
            Liveness liveness,
            Predicate<Path> readable,
            InstantSource clock,
            LongSupplier nanos) {
        this.layout = layout;
        this.disk = disk;
        this.self = self;
        this.clock = clock;
        this.liveness = liveness;
        this.readable = readable;
        this.nanos = nanos;
        SpoolSettings settings = layout.settings();
        this.ending = new ClaimCompletion(disk, layout, self, clock);
        this.intake = new Intake(disk, layout, self, clock, held, ending);
        this.inbox = new Inbox(layout, new Stillness(settings.stillness(), nanos), readable);
        Leases leases = new Leases(settings.lease(), liveness, nanos);
        this.recovery = new Recovery(disk, layout, self, clock, leases, ending, held);
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
                Files::isReadable,
                clock,
                nanos);
        spool.remake();
        return spool;
    }

    /**
     * Opens it anew, under the same identity. A root that has gone, or is the empty folder that an unmounted disk leaves, is not
     * filled anew: what is dropped there meanwhile would be hidden when the disk returns.
     */
    public Spool reopen(SpoolSettings settings) {
        Layout now = new Layout(layout.root(), settings);
        Spool spool = new Spool(now, disk, self, liveness, readable, clock, nanos);
        spool.device = device;
        spool.remake();
        return spool;
    }

    /** Makes the folders that are missing, and tries whether files can be moved between them. */
    public synchronized void remake() {
        Optional<Object> there = FileOperations.device(layout.root());
        if (device.isPresent() && !device.equals(there) && !FileOperations.exists(layout.working())) {
            throw new SpoolException(
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
    public synchronized Queue look() {
        Inbox.Found found =
                reading("The inbox of " + layout.root() + " cannot be read", () -> inbox.look(this::spokenFor));
        List<Refusal> refused = new ArrayList<>();
        List<String> troubles = new ArrayList<>(found.troubles());
        for (Inbox.Unfit unfit : found.unfit()) {
            String shown = Printable.of(layout.inbox().relativize(unfit.thing()).toString());
            try {
                intake.refuse(unfit.thing(), unfit.task(), unfit.reason(), Map.of(), false)
                        .ifPresent(failed -> refused.add(new Refusal(shown, unfit.reason(), failed)));
            } catch (IOException e) {
                troubles.add(shown + " cannot be moved to failed/: " + SpoolException.why(e));
            }
        }
        return new Queue(found.ready(), found.waiting(), refused, troubles);
    }

    /**
     * Claims a photo; from then on its claim needs heartbeats.
     *
     * @return empty when another agent was faster, or the photo has changed or gone
     */
    public synchronized Optional<Claim> claim(ReadyPhoto ticket) {
        return reading(ticket.shown() + " cannot be claimed", () -> {
            Optional<ClaimFolder> folder = intake.take(ticket);
            return folder.isPresent() ? begun(folder.get()) : Optional.empty();
        });
    }

    private Optional<Claim> begun(ClaimFolder folder) throws IOException {
        boolean working = false;
        try {
            JobFile job = folder.job();
            working = FileOperations.isPlainFile(folder.photo(job));
            if (working) {
                return Optional.of(new Claim(disk, folder, job, self, ending, held));
            }
            ending.fail(folder, job, "It is no file any more: drop the picture itself.");
            return Optional.empty();
        } finally {
            if (!working) {
                held.remove(folder.path()); // What is left of it is recovered.
            }
        }
    }

    /**
     * Takes over claims that are nobody's: released ones, those of agents known to be dead, and those without a heartbeat
     * for the lease as this spool observed it, so call it at least twice a lease. Those that were being published or failed
     * are finished at once and not returned; {@link #settled} tells of them.
     *
     * @param most how many claims to return; each needs heartbeats from then on
     */
    public synchronized List<Claim> recover(int most) {
        return reading("The claims in " + layout.working() + " cannot be recovered", () -> recovery.run(most));
    }

    /** The jobs that {@link #recover} brought to their end since this was last asked. */
    public synchronized List<Settled> settled() {
        return recovery.settled();
    }

    /** Whether somebody paused all agents. */
    public boolean paused() {
        return FileOperations.exists(layout.pause());
    }

    /** Whether somebody wants the job to end; then {@link Claim#fail} with {@link Claim#CANCELLED}. */
    public boolean cancelled(Job job) {
        return FileOperations.exists(layout.cancels().resolve(job.id()));
    }

    /** Removes originals that are past their days, and old ledgers. Call it every hour or so. @return how many originals */
    public synchronized int sweep() {
        return reading("Old originals cannot be removed", () -> {
            new JobHistory(disk, layout).sweep(clock.instant());
            return sweep.run();
        });
    }

    /** Jobs of all agents that ended today. */
    public Tally today(ZoneId zone) {
        return new JobHistory(disk, layout).day(clock.instant(), zone);
    }

    public Path root() {
        return layout.root();
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    /** Streams of the names in a folder wrap what a disk does in the midst of it. */
    private static <T> T reading(String attempt, Reading<T> what) {
        try {
            return what.run();
        } catch (IOException e) {
            throw new SpoolException(attempt, e);
        } catch (UncheckedIOException | DirectoryIteratorException e) {
            throw new SpoolException(attempt, (IOException) Objects.requireNonNull(e.getCause()));
        }
    }

    private boolean spokenFor(Path companion) {
        try {
            for (ClaimFolder folder : ClaimFolder.all(disk, layout)) {
                if (takes(folder, companion)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true; // Not now then; the next look knows.
        }
    }

    /** A claim without a readable job file takes nothing. */
    private boolean takes(ClaimFolder folder, Path companion) {
        try {
            JobFile job = folder.job();
            Path from = layout.inbox(job.task(), job.priority());
            return job.companions().values().stream().anyMatch(c -> c.in(from).equals(companion));
        } catch (IOException e) {
            return false;
        }
    }
}
