package dev.psld.fleet;

import dev.psld.job.AgentStatuses;
import dev.psld.job.HeldJob;
import dev.psld.job.JobCounts;
import dev.psld.job.JobEntry;
import dev.psld.job.JobId;
import dev.psld.job.JobInputs;
import dev.psld.job.JobState;
import dev.psld.job.JobSubmission;
import dev.psld.job.Printable;
import dev.psld.job.QueueControl;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What people and programs ask of a fleet, whether a worker runs or not. Thread-safe. */
public final class FleetControl implements QueueControl {
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final FleetStreams streams;
    private final LocalFiles local;
    private final InstantSource clock;
    private final FleetWishes wishes;
    private final NewJobs newJobs;
    private final FleetLookup lookup;

    FleetControl(FleetStreams streams, InstantSource clock, LongSupplier nanos) {
        this.streams = streams;
        this.clock = clock;
        this.local = new LocalFiles(streams.settings().local(), streams.files());
        this.wishes = new FleetWishes(streams, nanos);
        this.newJobs = new NewJobs(streams, clock);
        this.lookup = new FleetLookup(streams, local, statuses());
    }

    /**
     * Opens a fleet for a verb; makes what is missing of it.
     *
     * @param link stays open; the caller closes it
     */
    public static FleetControl open(Link link, FleetSettings settings) {
        FleetStreams streams = new FleetStreams(new Store(link, what -> {}), settings);
        streams.ensure();
        return new FleetControl(streams, InstantSource.system(), System::nanoTime);
    }

    FleetStreams streams() {
        return streams;
    }

    @Override
    public String submit(JobSubmission submission) {
        return newJobs.add(submission, Needs.NONE);
    }

    /** The same for workers that have what the job needs. */
    public String submit(JobSubmission submission, Needs needs) {
        return newJobs.add(submission, needs);
    }

    /** The same under an id of the caller's, of the form of ids: a second submission under it does nothing. */
    public String submit(String id, JobSubmission submission, Needs needs) {
        return newJobs.add(id, submission, needs);
    }

    @Override
    public Optional<JobState> state(String id) {
        return lookup.state(id);
    }

    @Override
    public List<JobEntry> jobs(int mostEnded) {
        return lookup.jobs(mostEnded);
    }

    @Override
    public Optional<JobInputs> inputs(String id) {
        return lookup.job(id).filter(local::fetch).map(local::inputs);
    }

    @Override
    public Optional<Path> follow(String id) {
        if (!JobId.matches(id)
                || new Claims(streams.claims())
                        .of(id)
                        .filter(known -> known.entry().ending().isEmpty())
                        .isEmpty()) {
            return Optional.empty();
        }
        try {
            StoredView.follow(streams, id, local.view(id), clock.instant());
            return Optional.of(local.view(id));
        } catch (IOException e) {
            return Optional.empty(); // no room for it here
        }
    }

    @Override
    public String cancel(String name) {
        List<FleetJob> working = new ArrayList<>();
        new Claims(streams.claims())
                .all().stream()
                        .filter(known -> known.entry().ending().isEmpty())
                        .forEach(known -> working.add(known.entry().job()));
        List<WaitingMessages.Found> waiting = lookup.waiting();
        List<FleetJob> all = new ArrayList<>(working);
        waiting.forEach(found -> all.add(found.job()));
        FleetJob job = FleetLookup.one(name, all, "waits or is worked on");
        if (working.contains(job)) {
            wishes.wish(FleetWishes.cancel(job.id()), clock.instant().toString());
            return FleetLookup.shown(job) + " will be cancelled by the agent that has it.";
        }
        WaitingMessages.Found message = waiting.stream()
                .filter(found -> found.job().equals(job))
                .findFirst()
                .orElseThrow();
        end(job, message.sequence());
        return FleetLookup.shown(job) + " was cancelled; it is among the failed ones now.";
    }

    /** By a claim like any other, so that no worker has it meanwhile. */
    private void end(FleetJob job, long sequence) {
        Holder self = Holder.current("control");
        Ending ending = new Ending(clock.instant().toString(), self.agent(), List.of(), Optional.of(HeldJob.CANCELLED));
        Optional<Claims.Known> ours = new Claims(streams.claims())
                .make(new ClaimEntry(job, sequence, "", self.token(), self.agent(), 0, false, 1, Optional.of(ending)));
        if (ours.isEmpty()) {
            throw new QueueException(FleetLookup.shown(job) + " was claimed just now: cancel it again.");
        }
        EndedEntry unused =
                new JobEnds(streams).finish(ours.get().entry(), ours.get().revision());
    }

    @Override
    public String retry(String name, boolean priority) {
        List<FleetLookup.Dead> dead = FleetLookup.dead(streams);
        FleetJob job = FleetLookup.one(
                name, dead.stream().map(one -> one.ended().job()).toList(), "has failed");
        FleetLookup.Dead letter = dead.stream()
                .filter(one -> one.ended().job().equals(job))
                .findFirst()
                .orElseThrow();
        String unused = newJobs.again(letter.ended(), priority || job.priority());
        Boolean unusedToo = streams.store()
                .remove(
                        "dead letter removed",
                        Printable.of(name) + " cannot be tried again",
                        streams.dead(),
                        letter.sequence());
        return FleetLookup.shown(job) + " waits again.";
    }

    /** What has failed and was not tried again, with the text that says why. */
    public List<String> failures() {
        return FleetLookup.dead(streams).stream()
                .map(one ->
                        JobEnds.text(one.ended(), one.ended().ending().reason().orElse("")))
                .toList();
    }

    @Override
    public boolean paused() {
        return wishes.is(FleetWishes.PAUSE);
    }

    boolean cancelled(String id) {
        return wishes.is(FleetWishes.cancel(id));
    }

    @Override
    public void pause() {
        wishes.wish(FleetWishes.PAUSE, clock.instant().toString());
    }

    @Override
    public void resume() {
        wishes.unwish(FleetWishes.PAUSE);
        streams.wake();
    }

    @Override
    public JobCounts today(ZoneId zone) {
        Instant now = clock.instant();
        Instant from = LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
        Instant to =
                LocalDate.ofInstant(now, zone).plusDays(1).atStartOfDay(zone).toInstant();
        Instant since = Instant.now().minus(Duration.between(from, now)).minus(CLOCKS_DIFFER);
        int done = 0;
        int failed = 0;
        for (Store.Entry entry : streams.ended().since(since)) {
            Ending ending = JobEnds.parse(entry).ending();
            Instant at = Instant.parse(ending.at());
            if (!at.isBefore(from) && at.isBefore(to)) {
                done += ending.reason().isEmpty() ? 1 : 0;
                failed += ending.reason().isEmpty() ? 0 : 1;
            }
        }
        return new JobCounts(done, failed);
    }

    @Override
    public AgentStatuses statuses() {
        return new FleetStatuses(streams);
    }

    /** How it stands with the fleet. */
    public FleetOverview overview() {
        return FleetOverview.of(streams);
    }

    /** Puts the results of a job that is done into a folder. @return the picture */
    public Path fetch(String id, Path folder) {
        EndedEntry ended = new JobEnds(streams)
                .of(id)
                .filter(one -> one.ending().reason().isEmpty())
                .orElseThrow(() -> new QueueException("No job " + Printable.of(id) + " is done."));
        return new FetchedResults(streams.files(), folder).write(ended);
    }

    /** How many jobs of one client may be open at once, from now on; 0 for any number. */
    public void quota(int most) {
        ClientQuota.set(streams, most);
    }
}
