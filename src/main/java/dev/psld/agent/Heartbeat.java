package dev.psld.agent;

import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.job.AgentStatuses;
import dev.psld.job.HeldJob;
import dev.psld.job.QueueException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The agent's signs of life, on a thread of its own: its claims' heartbeats, the status file, systemd's watchdog. Closing it
 * ends the thread. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
    /** How old the status may grow while nothing happens. */
    static final Duration REFRESH = Duration.ofSeconds(30);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "psld-heartbeat");
        made.setDaemon(true);
        return made;
    });
    private final AgentStatuses statuses;
    private final StatusKeeper status;
    private final Notify notify;
    private final Journal journal;
    private final String agent;
    private final Set<BeatingClaim> claims = ConcurrentHashMap.newKeySet();
    private volatile long alive;
    private long shown;
    private long written;

    Heartbeat(AgentStatuses statuses, StatusKeeper status, AgentTelemetry telemetry, String agent, Duration heartbeat) {
        this.statuses = statuses;
        this.status = status;
        this.notify = telemetry.systemd();
        this.journal = telemetry.journal();
        this.agent = agent;
        this.written = System.nanoTime() - REFRESH.toNanos();
        alive();
        every(heartbeat, this::beat);
        every(Duration.ofSeconds(1), this::show);
        notify.watchdogInterval().ifPresent(interval -> every(interval.dividedBy(2), this::watchdog));
    }

    /** The agent's thread gets on. */
    void alive() {
        alive = System.nanoTime();
    }

    /** From now on this claim's heart beats. */
    BeatingClaim holds(HeldJob held) {
        BeatingClaim claim = new BeatingClaim(held);
        claims.add(claim);
        return claim;
    }

    /** No more. */
    void lets(BeatingClaim claim) {
        claims.remove(claim);
    }

    private void every(Duration time, Runnable sign) {
        var unused = thread.scheduleWithFixedDelay(sign, 0, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        claims.forEach(this::beat);
    }

    private void beat(BeatingClaim claim) {
        try {
            claim.beat();
        } catch (QueueException e) {
            journal.debug("no heartbeat: " + e.getMessage());
        } catch (RuntimeException e) {
            journal.error("no heartbeat: " + e);
        }
    }

    /** Writes the status when something in it is new, or the file is about to look old. */
    private void show() {
        long now = status.news();
        if (now == shown && System.nanoTime() - written < REFRESH.toNanos()) {
            return;
        }
        try {
            statuses.write(agent, status.status());
            shown = now;
            written = System.nanoTime();
        } catch (RuntimeException e) {
            journal.debug("the status cannot be written: " + e.getMessage());
        }
    }

    private void watchdog() {
        long now = System.nanoTime();
        boolean lively = now - alive < BeatingClaim.LONGEST_SILENCE.toNanos();
        if (lively && claims.stream().allMatch(claim -> claim.lively(now))) {
            notify.watchdog();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        show();
    }
}
