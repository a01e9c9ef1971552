package dev.psld.cli.fleet;

import dev.psld.fleet.FleetControl;
import dev.psld.job.JobState;
import dev.psld.job.QueueException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Jobs whose results somebody waits for, over anything that happens to servers and workers. Used by one thread. */
final class AwaitedJobs {
    private static final int SOME_FAILED = 3;
    private static final long FIRST_LOOK = 50;
    private static final long LONGEST_LOOK = 1_000;

    private final FleetControl fleet;
    private final Path output;
    private final CommandLine command;
    private boolean away;

    AwaitedJobs(FleetControl fleet, Path output, CommandLine command) {
        this.fleet = fleet;
        this.output = output;
        this.command = command;
    }

    /**
     * Waits for all, and writes what comes.
     *
     * @param jobs photos by their jobs’ ids
     * @return the exit code
     */
    int bring(Map<String, String> jobs) throws InterruptedException {
        Map<String, String> open = new LinkedHashMap<>(jobs);
        int failed = 0;
        long look = FIRST_LOOK;
        while (!open.isEmpty()) {
            int before = open.size();
            for (Iterator<Map.Entry<String, String>> left = open.entrySet().iterator(); left.hasNext(); ) {
                Map.Entry<String, String> job = left.next();
                Optional<Boolean> done = done(job.getKey(), job.getValue());
                if (done.isPresent()) {
                    failed += done.get() ? 0 : 1;
                    left.remove();
                }
            }
            look = open.size() < before ? FIRST_LOOK : Math.min(LONGEST_LOOK, look * 2);
            if (!open.isEmpty()) {
                Thread.sleep(look);
            }
        }
        return failed == 0 ? 0 : failed == jobs.size() ? 1 : SOME_FAILED;
    }

    /** Whether a job went well; empty while it has not ended. */
    private Optional<Boolean> done(String id, String photo) {
        try {
            Optional<JobState> state = fleet.state(id);
            away = false;
            if (state.isEmpty()) {
                return failed(photo, "the fleet does not know of it any more");
            }
            if (state.get() instanceof JobState.Done) {
                say(photo + ": done: " + fleet.fetch(id, output));
                return Optional.of(true);
            }
            if (state.get() instanceof JobState.Failed how) {
                return failed(photo, how.reason());
            }
            return state.get() instanceof JobState.Cancelled ? failed(photo, "it was cancelled") : Optional.empty();
        } catch (QueueException e) {
            if (!away) {
                command.getErr().println("psld: " + e.getMessage());
                command.getErr().flush();
            }
            away = true;
            return Optional.empty();
        }
    }

    private Optional<Boolean> failed(String photo, String reason) {
        command.getErr().println(photo + ": failed: " + reason);
        command.getErr().flush();
        return Optional.of(false);
    }

    private void say(String line) {
        command.getOut().println(line);
        command.getOut().flush();
    }
}
