package dev.psld.fleet;

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
import dev.psld.job.QueueEvents;
import dev.psld.job.QueueSnapshot;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A fleet as one worker sees it. JetStream gives out the jobs and gives them out again; the claims, which are compared and set,
 * say whose a job is; the first end that is written is its end. Thread-safe; the link is its caller's.
 */
public final class FleetQueue implements JobQueue {
    private final FleetStreams streams;
    private final Holder self;
    private final Set<String> held;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final FleetControl control;
    private final LaneJobs lanes;
    private final Takeovers takeovers;
    private final FleetSweep sweep;

    FleetQueue(FleetStreams streams, Holder self, Set<String> held, InstantSource clock, LongSupplier nanos) {
        this.streams = streams;
        this.self = self;
        this.held = held;
        this.clock = clock;
        this.nanos = nanos;
        this.control = new FleetControl(streams, clock, nanos);
        LocalFiles local = new LocalFiles(streams.settings().local(), streams.files());
        Silences silences = new Silences(streams.settings().lease(), nanos);
        this.takeovers = new Takeovers(streams, local, clock, self, held, silences);
        this.lanes = new LaneJobs(streams, takeovers, silences, self);
        this.sweep = new FleetSweep(streams, local, clock);
    }

    /**
     * Opens a fleet, and makes what is missing of it.
     *
     * @param agent name of the worker
     */
    public static FleetQueue open(Link link, FleetSettings settings, String agent) {
        FleetQueue queue = new FleetQueue(
                new FleetStreams(new Store(link, what -> {}), settings),
                Holder.current(agent),
                ConcurrentHashMap.newKeySet(),
                InstantSource.system(),
                System::nanoTime);
        queue.verify();
        queue.offers();
        return queue;
    }

    /** Opens it anew, under the same identity: claims that are in work stay so. */
    public FleetQueue reopen(FleetSettings settings) {
        FleetQueue queue = new FleetQueue(new FleetStreams(streams.store(), settings), self, held, clock, nanos);
        queue.verify();
        queue.offers();
        return queue;
    }

    /** What the agents of a fleet say of themselves; asks no server before it is asked. */
    public static AgentStatuses statuses(Link link, FleetSettings settings) {
        return new FleetStatuses(new FleetStreams(new Store(link, what -> {}), settings));
    }

    /** Lets everybody see what this worker has. */
    private void offers() {
        streams.control()
                .put(
                        "offer",
                        FleetOverview.offer(self.agent()),
                        FleetJson.text(streams.settings().offer()));
    }

    @Override
    public void verify() {
        streams.ensure();
    }

    @Override
    public synchronized QueueSnapshot look() {
        return new QueueSnapshot(lanes.look(), 0, List.of(), List.of(), List.of());
    }

    @Override
    public synchronized List<HeldJob> recover(int most) {
        return takeovers.run(most);
    }

    @Override
    public synchronized List<EndedJob> ended() {
        return takeovers.ended();
    }

    @Override
    public boolean cancelled(Job job) {
        return control.cancelled(job.id());
    }

    @Override
    public synchronized int sweep() {
        return sweep.run();
    }

    @Override
    public QueueEvents watch(boolean events) {
        return FleetEvents.open(streams, events);
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
}
