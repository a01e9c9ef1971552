package dev.psld.spool;

import dev.psld.job.AgentJobs;
import dev.psld.job.AgentStatuses;
import dev.psld.job.HeldJob;
import dev.psld.job.JobId;
import dev.psld.job.JobState;
import java.io.IOException;
import java.util.Optional;

/** Tells where jobs stand, by their ids. Stateless and thread-safe. */
final class JobStates {
    /** A takeover gives a claim another name, and a look at the claims may miss it just then. */
    private static final int LOOKS = 3;

    private final Layout layout;
    private final FileOperations disk;
    private final AgentStatuses statuses;
    private final JobHistory history;

    JobStates(Layout layout, FileOperations disk, AgentStatuses statuses) {
        this.layout = layout;
        this.disk = disk;
        this.statuses = statuses;
        this.history = new JobHistory(disk, layout);
    }

    /** Empty for a job that is not there, or has ended longer ago than the history goes back. */
    Optional<JobState> of(String id) throws IOException {
        Optional<JobState> found = Optional.empty();
        for (int look = 0; look < LOOKS && found.isEmpty() && JobId.matches(id); look++) {
            found = look(id);
        }
        return found;
    }

    /** In the order in which a job goes through the spool, so that none slips past. */
    private Optional<JobState> look(String id) throws IOException {
        if (FileOperations.exists(layout.submitted().resolve(id))) {
            return Optional.of(new JobState.Queued());
        }
        Optional<JobState> claimed = claimed(id);
        return claimed.isPresent() ? claimed : history.find(id).flatMap(this::ended);
    }

    private Optional<JobState> claimed(String id) throws IOException {
        for (ClaimFolder folder : ClaimFolder.all(disk, layout)) {
            if (folder.isOf(id)) {
                return Optional.of(claimed(folder, id));
            }
        }
        return Optional.empty();
    }

    /** Of a job that has been begun. */
    JobState claimed(ClaimFolder folder, String id) {
        boolean free = folder.lease().filter(Lease::free).isPresent();
        return free ? new JobState.Queued() : new JobState.Working(AgentJobs.progress(statuses, id));
    }

    /** Of a job that has ended; empty where older agents did not tell. */
    Optional<JobState> ended(JobHistory.Line line) {
        return line.file().map(name -> {
            if (line.done()) {
                return new JobState.Done(name.in(layout.done(line.task())));
            }
            String reason = line.reason().orElse("");
            return reason.equals(HeldJob.CANCELLED)
                    ? new JobState.Cancelled(name.in(layout.failed(line.task())))
                    : new JobState.Failed(reason, name.in(layout.failed(line.task())));
        });
    }
}
