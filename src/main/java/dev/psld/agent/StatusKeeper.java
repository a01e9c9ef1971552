package dev.psld.agent;

import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.job.Job;
import dev.psld.job.QueueSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What the agent is at, written by its threads and read by those that tell of it. Thread-safe; one per agent. */
final class StatusKeeper {
    private final String agent;
    private final InstantSource wall;
    private final Notify notify;
    private final Journal journal;
    private final Sensors sensors;
    private final Instant started;
    private State state = State.IDLE;
    private String sentence = "";
    private String told = "";
    private String trouble = "";
    private boolean troubleOfJobs;
    private long news;
    private final Map<String, InWork> jobs = new LinkedHashMap<>();
    private int ready;
    private int waiting;

    /** A job and how fast it gets on. */
    private record InWork(Status.Current shown, TimeLeft pace) {
        static InWork begun(Job job) {
            return new InWork(new Status.Current(job.id(), job.shown(), 0, 0, OptionalLong.empty()), new TimeLeft());
        }

        InWork at(int step, int steps, long nanos) {
            OptionalLong left = pace.secondsLeft(step, steps, nanos);
            return new InWork(new Status.Current(shown.id(), shown.photo(), step, steps, left), pace);
        }
    }

    StatusKeeper(String agent, InstantSource wall, AgentTelemetry telemetry, Sensors sensors) {
        this.agent = agent;
        this.wall = wall;
        this.notify = telemetry.systemd();
        this.journal = telemetry.journal();
        this.sensors = sensors;
        this.started = wall.instant();
    }

    /** The agent is at something else now, or at the same for another reason. */
    synchronized void is(State now, String why) {
        if (state != now || !sentence.equals(why)) {
            log(now, why);
            state = now;
            sentence = why;
            tell();
        }
    }

    /** What keeps the agent from its work goes to the log once; numbers in the sentence may change all the time. */
    private void log(State now, String why) {
        switch (now) {
            case TROUBLE -> {
                if (!shape(why).equals(trouble)) {
                    journal.error(why);
                    trouble = shape(why);
                }
            }
            case HOT, PAUSED -> {
                if (state != now) {
                    journal.notice(now.word() + ": " + why);
                }
            }
            case WORKING -> {
                if (state == State.HOT || state == State.PAUSED) {
                    journal.notice("no longer " + state.word());
                }
            }
            case IDLE -> {
                if (why.isEmpty() && !troubleOfJobs) {
                    passed();
                }
            }
            case STOPPING -> {
                // What is wrong stays so.
            }
        }
    }

    /** Jobs cannot be done, and that is not over before one is. */
    synchronized void troubleOfJobs(String why) {
        troubleOfJobs = true;
        is(State.TROUBLE, why);
    }

    /** A job was done: whatever was wrong is so no more. */
    synchronized void done() {
        passed();
    }

    /** Work gets on again: the same trouble, if it comes again, is another one. */
    private void passed() {
        troubleOfJobs = false;
        if (!trouble.isEmpty()) {
            journal.notice("no longer in trouble");
            trouble = "";
        }
    }

    private static String shape(String sentence) {
        return sentence.replaceAll("[0-9.]+", "#");
    }

    /** Somebody paused the spool. */
    void paused() {
        is(State.PAUSED, "psld agent resume lets it go on");
    }

    /** Whether photos lie in the inbox that are not ready. */
    synchronized boolean waiting() {
        return waiting > 0;
    }

    synchronized void queue(QueueSnapshot queue) {
        if (ready != queue.ready().size() || waiting != queue.waiting()) {
            news++;
        }
        ready = queue.ready().size();
        waiting = queue.waiting();
    }

    synchronized void begins(Job begun) {
        if (!troubleOfJobs) {
            passed(); // what was wrong with the queue or the machine
        }
        ready = Math.max(0, ready - 1);
        jobs.put(begun.id(), InWork.begun(begun));
        is(State.WORKING, "");
        tell();
    }

    /** @param nanos monotonic time */
    synchronized void step(Job of, int step, int steps, long nanos) {
        jobs.computeIfPresent(of.id(), (id, job) -> job.at(step, steps, nanos));
        tell();
    }

    synchronized void ends(Job ended) {
        jobs.remove(ended.id());
        news++;
    }

    synchronized Status status() {
        return new Status(
                agent,
                ProcessHandle.current().pid(),
                state.word(),
                sentence,
                jobs.values().stream().map(InWork::shown).toList(),
                ready,
                waiting,
                celsius(),
                sensors.power().mode(),
                sensors.power().watts(),
                sensors.memory().resident(),
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                wall.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private OptionalDouble celsius() {
        return sensors.thermals()
                .hottest(List.of())
                .map(zone -> OptionalDouble.of(zone.celsius()))
                .orElse(OptionalDouble.empty());
    }

    /** Grows whenever something is new. */
    synchronized long news() {
        return news;
    }

    /** One line for systemd, when it changes. */
    private void tell() {
        news++;
        String line = state.word()
                + (jobs.isEmpty() ? "" : ": ")
                + jobs.values().stream()
                        .map(InWork::shown)
                        .map(j -> j.photo() + (j.steps() > 0 ? ", step " + j.step() + " of " + j.steps() : ""))
                        .collect(Collectors.joining("; "))
                + (sentence.isEmpty() ? "" : ": " + sentence);
        if (!line.equals(told)) {
            told = line;
            notify.status(line);
        }
    }
}
