package dev.psld.job;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an agent's status says of its jobs; those of earlier versions told of one. Immutable. */
public record AgentJobs(@JsonSetter(nulls = Nulls.AS_EMPTY) List<JobProgress> jobs, Optional<JobProgress> job) {
    /** How far a job is by what the agents of a queue say; empty before its first step. */
    public static Optional<JobProgress> progress(AgentStatuses statuses, String id) {
        return statuses.read(AgentJobs.class).stream()
                .flatMap(AgentJobs::all)
                .filter(job -> job.id().equals(id) && job.step() > 0)
                .findFirst();
    }

    private Stream<JobProgress> all() {
        return Stream.concat(jobs.stream(), job.stream());
    }
}
