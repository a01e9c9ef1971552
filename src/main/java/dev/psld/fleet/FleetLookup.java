package dev.psld.fleet;

import dev.psld.file.NearWord;
import dev.psld.job.AgentJobs;
import dev.psld.job.AgentStatuses;
import dev.psld.job.JobEntry;
import dev.psld.job.JobId;
import dev.psld.job.JobState;
import dev.psld.job.Printable;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the jobs of a fleet, by their ids and names. Stateless and thread-safe. */
final class FleetLookup {
    /** More waiting jobs are neither listed nor found by their names. */
    static final int MOST = 10_000;

    /** A job may go on between two questions, and be missed. */
    private static final int LOOKS = 3;

    private final FleetStreams streams;
    private final LocalFiles local;
    private final AgentStatuses statuses;

    FleetLookup(FleetStreams streams, LocalFiles local, AgentStatuses statuses) {
        this.streams = streams;
        this.local = local;
        this.statuses = statuses;
    }

    Optional<JobState> state(String id) {
        Optional<JobState> found = Optional.empty();
        for (int look = 0; look < LOOKS && found.isEmpty() && JobId.matches(id); look++) {
            found = look(id);
        }
        return found;
    }

    private Optional<JobState> look(String id) {
        Optional<Claims.Known> claim = new Claims(streams.claims()).of(id);
        if (claim.isPresent() && claim.get().entry().ending().isEmpty()) {
            return Optional.of(state(claim.get().entry()));
        }
        Optional<EndedEntry> ended = new JobEnds(streams).of(id);
        if (ended.isPresent()) {
            EndedEntry how = ended.get();
            if (how.ending().reason().isEmpty()) {
                return Optional.of(new JobState.Done(local.fetchPicture(how.job(), how.ending())));
            }
            return Optional.of(state(how));
        }
        if (claim.isPresent()) {
            return Optional.of(state(claim.get().entry()));
        }
        return WaitingMessages.of(streams, id).map(found -> new JobState.Queued());
    }

    private JobState state(ClaimEntry claim) {
        return claim.free()
                ? new JobState.Queued()
                : new JobState.Working(AgentJobs.progress(statuses, claim.job().id()));
    }

    private JobState state(EndedEntry ended) {
        if (ended.ending().reason().isEmpty()) {
            return new JobState.Done(local.picture(ended.job(), ended.ending()));
        }
        return JobEnds.cancelled(ended)
                ? new JobState.Cancelled(local.photo(ended.job()))
                : new JobState.Failed(ended.ending().reason().get(), local.photo(ended.job()));
    }

    List<JobEntry> jobs(int mostEnded) {
        Set<String> known = new TreeSet<>();
        List<JobEntry> all = new ArrayList<>();
        new Claims(streams.claims())
                .all().stream()
                        .map(Claims.Known::entry)
                        .filter(claim -> claim.ending().isEmpty())
                        .sorted(Comparator.comparing(claim -> claim.job().id()))
                        .filter(claim -> known.add(claim.job().id()))
                        .forEach(claim -> all.add(entry(claim.job(), state(claim))));
        waiting().stream()
                .filter(found -> known.add(found.job().id()))
                .forEach(found -> all.add(entry(found.job(), new JobState.Queued())));
        for (Store.Entry entry : streams.ended().newest(mostEnded)) {
            EndedEntry ended = JobEnds.parse(entry);
            if (known.add(ended.job().id())) {
                all.add(new JobEntry(
                        ended.job().id(),
                        ended.job().task(),
                        ended.job().name(),
                        Instant.parse(ended.ending().at()),
                        state(ended)));
            }
        }
        return all;
    }

    /** As far as it can be said before it is known who takes them. */
    List<WaitingMessages.Found> waiting() {
        return WaitingMessages.of(streams, streams.jobSubjects() + ".>", MOST).stream()
                .sorted(Comparator.comparing(found -> !found.job().priority()))
                .toList();
    }

    private static JobEntry entry(FleetJob job, JobState state) {
        return new JobEntry(job.id(), job.task(), job.name(), Instant.parse(job.arrived()), state);
    }

    /** The job of an id, wherever it stands. */
    Optional<FleetJob> job(String id) {
        if (!JobId.matches(id)) {
            return Optional.empty();
        }
        return WaitingMessages.of(streams, id)
                .map(WaitingMessages.Found::job)
                .or(() -> new Claims(streams.claims())
                        .of(id)
                        .map(known -> known.entry().job()))
                .or(() -> new JobEnds(streams).of(id).map(EndedEntry::job));
    }

    /** The dead letters, the oldest first. */
    static List<Dead> dead(FleetStreams streams) {
        List<Dead> all = new ArrayList<>();
        for (Store.Entry entry : streams.store().all(streams.dead(), streams.deadSubject("*"), MOST)) {
            try {
                all.add(new Dead(FleetJson.parse(entry.text(), EndedEntry.class), entry.sequence()));
            } catch (IOException e) {
                // Of a later form.
            }
        }
        return all;
    }

    /** A dead letter, and where it lies in its stream. */
    record Dead(EndedEntry ended, long sequence) {}

    /** The one job that is called so, by id, name, or task and name. */
    static FleetJob one(String name, List<FleetJob> all, String state) {
        List<FleetJob> called = all.stream().filter(job -> isCalled(job, name)).toList();
        if (called.size() == 1) {
            return called.get(0);
        }
        if (called.size() > 1) {
            throw new QueueException("There are several photos called " + Printable.of(name) + ": say which of "
                    + String.join(
                            ", ", called.stream().map(FleetJob::id).limit(9).toList()) + ".");
        }
        List<String> names = new ArrayList<>();
        all.forEach(job -> names.addAll(List.of(shown(job), Printable.of(job.name()))));
        List<String> near = NearWord.several(name, names, 3);
        throw new QueueException("No photo called " + Printable.of(name) + " " + state
                + (near.isEmpty() ? "." : ": did you mean " + String.join(" or ", near) + "?"));
    }

    private static boolean isCalled(FleetJob job, String name) {
        return name.equals(job.id())
                || name.equals(job.name())
                || name.equals(shown(job))
                || name.equals(Printable.of(job.name()));
    }

    static String shown(FleetJob job) {
        return job.task() + "/" + Printable.of(job.name());
    }
}
