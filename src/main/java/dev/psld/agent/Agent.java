package dev.psld.agent;

import dev.psld.config.AgentConfig;
import dev.psld.host.Journal;
import dev.psld.job.AgentStatuses;
import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import dev.psld.job.QueueEvents;
import dev.psld.job.QueueException;
import dev.psld.job.Restorer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The watch-folder agent: takes photos out of a queue, as many at once as are worth while, has them restored, and publishes
 * what came out, until it is stopped. {@link #run} belongs to one thread; {@link #stop} may be called from any.
 */
public final class Agent {
    private static final Duration PAUSE_LOOK = Duration.ofSeconds(1);
    private static final Duration WAIT_LOOK = Duration.ofSeconds(5);
    private static final Duration WAKE = Duration.ofSeconds(1);
    /** Between two looks at the queue, which others fill, while nothing more is taken from it. */
    private static final Duration QUEUE_LOOK = Duration.ofSeconds(5);

    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration SILENT = Duration.ofDays(1);

    private final Reloading config;
    private final AgentConfig fixed;
    private final String name;
    private final QueueSource queues;
    private final Restorer restorer;
    private final AgentTelemetry telemetry;
    private final Journal journal;
    private final StatusKeeper status;
    private final ThermalThrottle throttle;
    private final ResourceCheck resources;
    private final StopSignal stop = new StopSignal();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final WorkingJobs working;
    private final AgentStatuses statuses;
    private final NextJob next;
    private boolean announced;
    private long swept = System.nanoTime() - SWEEP.toNanos();
    private long looked = System.nanoTime();

    /** @param name of this agent among those that share the queue; names its status file */
    public Agent(
            String name,
            Reloading config,
            QueueSource queues,
            Restorer restorer,
            Sensors sensors,
            AgentTelemetry telemetry) {
        this.name = name;
        this.config = config;
        this.fixed = config.get();
        this.queues = queues;
        this.restorer = restorer;
        this.telemetry = telemetry;
        this.journal = telemetry.journal();
        this.status = new StatusKeeper(name, InstantSource.system(), telemetry, sensors);
        this.throttle = new ThermalThrottle(sensors.thermals());
        this.statuses = queues.statuses();
        this.resources = new ResourceCheck(fixed.queue().spool(), sensors.memory());
        this.next = new NextJob(telemetry, status);
        AgentContext context = new AgentContext(config, telemetry, status, throttle, backoff, stop);
        this.working = new WorkingJobs(new Worker(context, restorer));
    }

    /** Works until {@link #stop}. */
    public void run() {
        Optional<MetricsEndpoint> endpoint = endpoint();
        try (Heartbeat heartbeat = new Heartbeat(
                statuses, status, telemetry, name, fixed.queue().claims().heartbeat())) {
            try (working) {
                work(heartbeat);
            }
            status.is(State.STOPPING, "");
        } finally {
            endpoint.ifPresent(MetricsEndpoint::close);
            restorer.close();
            statuses.remove(name);
            journal.notice("agent " + name + " has stopped");
        }
    }

    /** What ends it, foreseen or not, ends the jobs in work too: they are put back. */
    private void work(Heartbeat heartbeat) {
        try {
            while (!stop.stopping()) {
                watch(heartbeat);
            }
        } finally {
            stop.stop();
        }
    }

    /** Lets {@link #run} return: jobs in work are put back with a checkpoint. */
    public void stop() {
        telemetry.systemd().stopping();
        stop.stop();
    }

    private Optional<MetricsEndpoint> endpoint() {
        if (!fixed.http().enabled()) {
            return Optional.empty();
        }
        MetricsEndpoint endpoint =
                new MetricsEndpoint(fixed.http(), telemetry.counters(), status::status, restorer::natives, journal);
        journal.info("metrics on http://127.0.0.1:" + endpoint.port() + "/metrics");
        return Optional.of(endpoint);
    }

    /** Works with one opened queue, until it has to be opened anew. */
    private void watch(Heartbeat heartbeat) {
        heartbeat.alive(); // it may be long before the queue is back
        if (rests()) {
            return;
        }
        try {
            AgentConfig now = config.get();
            JobQueue jobs = queues.open(now);
            announce();
            try (QueueEvents hints = jobs.watch(now.queue().watch().events())) {
                hints.polling()
                        .ifPresent(why -> journal.info("the inbox is looked at every "
                                + now.queue().watch().rescan().toSeconds() + " s: " + why));
                while (!stop.stopping() && !config.check()) {
                    heartbeat.alive();
                    turn(jobs, hints, heartbeat);
                }
            }
        } catch (QueueException e) {
            announce();
            status.is(State.TROUBLE, String.valueOf(e.getMessage()));
            backoff.begin();
        }
    }

    /** Whether something is in the way, so that it is still too early for the next try; then some of the time has passed. */
    private boolean rests() {
        Duration left = backoff.left();
        stop.await(left.compareTo(WAKE) < 0 ? left : WAKE);
        return !left.isZero();
    }

    /** Ready once the folders are there; also where they cannot be made yet, for that may take as long as it takes. */
    private void announce() {
        if (!announced) {
            announced = true;
            telemetry.systemd().ready();
            journal.notice("agent " + name
                    + fixed.fleet()
                            .servers()
                            .map(servers ->
                                    " works for the fleet " + fixed.fleet().name())
                            .orElseGet(() -> " watches " + fixed.queue().spool() + " for photos in inbox/<task>/"));
        }
    }

    private void turn(JobQueue jobs, QueueEvents hints, Heartbeat heartbeat) {
        sweep(jobs);
        unloadIdle();
        if (rests()) {
            return;
        }
        if (jobs.paused()) {
            status.paused();
            next.look(jobs);
            stop.await(PAUSE_LOOK);
            return;
        }
        if (working.count() >= restorer.parallel()) {
            attend(jobs);
            return;
        }
        Optional<String> hot = throttle.tooHot(config.get().limits().thermal());
        Optional<String> shortage = resources.shortage(config.get().limits().reserve(), restorer.loaded());
        if (hot.isPresent() || shortage.isPresent()) {
            if (working.count() == 0) {
                status.is(
                        hot.isPresent() ? State.HOT : State.TROUBLE,
                        hot.or(() -> shortage).orElseThrow());
            }
            stop.await(WAIT_LOOK);
            return;
        }
        Optional<HeldJob> claim = next.find(jobs);
        if (claim.isEmpty()) {
            idle(hints, jobs, heartbeat);
            return;
        }
        working.start(jobs, claim.get(), heartbeat);
    }

    /** Waits for the end of a job, with a look at the queue now and then; jobs go on when that cannot be read. */
    private void attend(JobQueue jobs) {
        working.awaitFewer(restorer.parallel(), WAKE);
        if (since(looked).compareTo(QUEUE_LOOK) >= 0) {
            looked = System.nanoTime();
            try {
                next.look(jobs);
            } catch (QueueException e) {
                journal.debug("the queue cannot be read: " + e.getMessage());
            }
        }
    }

    /** Waits for something to do; looks up every second for a stop, now and then for a pause or a new configuration. */
    private void idle(QueueEvents hints, JobQueue jobs, Heartbeat heartbeat) {
        int busy = working.count();
        if (busy == 0) {
            status.is(State.IDLE, next.trouble());
        }
        Duration time = pause();
        for (long waited = 0; waited < time.toMillis() && !stop.stopping(); waited += WAKE.toMillis()) {
            Duration left = Duration.ofMillis(Math.min(WAKE.toMillis(), time.toMillis() - waited));
            heartbeat.alive();
            boolean looks = waited % WAIT_LOOK.toMillis() == 0;
            if (awaits(hints, left) || (looks && (jobs.paused() || config.due())) || working.count() < busy) {
                return;
            }
        }
    }

    /** Also while paused or too hot, which may be for a night. */
    private void unloadIdle() {
        config.get()
                .pace()
                .idleUnload()
                .filter(time -> since(working.idleSince()).compareTo(time) >= 0 && restorer.loaded())
                .ifPresent(time -> {
                    restorer.unload();
                    journal.info("the model was unloaded after " + time.toSeconds() + " s without work");
                });
    }

    /** Until the next look: photos may come to rest, agents may die. */
    private Duration pause() {
        Duration lease = fixed.queue().claims().lease().dividedBy(2);
        Duration look = status.waiting()
                ? config.get().queue().watch().stillness().dividedBy(2)
                : config.get().queue().watch().rescan();
        return look.compareTo(lease) < 0 ? look : lease;
    }

    private boolean awaits(QueueEvents hints, Duration time) {
        try {
            return hints.await(time);
        } catch (InterruptedException e) {
            stop.stop();
            return true;
        }
    }

    private void sweep(JobQueue jobs) {
        if (since(swept).compareTo(SWEEP) >= 0) {
            swept = System.nanoTime();
            statuses.removeSilent(name, SILENT);
            int gone = jobs.sweep();
            if (gone > 0) {
                journal.info(gone + " originals were older than the configuration keeps them, and are gone");
            }
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
