package dev.psld.fleet;

import dev.psld.fault.Fault;
import dev.psld.file.AtomicFile;
import dev.psld.job.HeldJob;
import dev.psld.job.InterruptionException;
import dev.psld.job.JobId;
import dev.psld.job.JobProgress;
import dev.psld.job.JobState;
import dev.psld.job.JobSteps;
import dev.psld.job.JobSubmission;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.job.Restorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has photos restored by the workers of a fleet: so an agent is a bridge from its folder to them. A job of the folder is one job
 * of the fleet, under an id that is kept in its checkpoint, however often the bridge ends and begins. Thread-safe.
 */
public final class FleetRestorer implements Restorer {
    private static final String ID = "fleet-job";

    private final FleetAccessor fleet;
    private final int most;
    private final Duration look;

    /** Opens the fleet when it is first needed; throws {@link QueueException} where it cannot be. */
    @FunctionalInterface
    public interface FleetAccessor {
        FleetControl open();
    }

    /**
     * What makes one.
     *
     * @param most photos that wait in the fleet at once
     * @param look time between two questions how a job is
     */
    public FleetRestorer(FleetAccessor fleet, int most, Duration look) {
        this.fleet = fleet;
        this.most = most;
        this.look = look;
    }

    @Override
    public RestoreResult restore(RestoreRequest work, JobSteps steps) {
        FleetControl control = fleet.open();
        String id = id(work.checkpoint());
        submit(control, id, work);
        JobState end = await(control, id, work, steps);
        if (end instanceof JobState.Failed failed) {
            throw new RestoreException(Fault.PHOTO, failed.reason());
        }
        if (end instanceof JobState.Cancelled) {
            throw new RestoreException(Fault.PHOTO, work.name() + " was cancelled in the fleet.");
        }
        return fetch(control, id, work.staging());
    }

    /** The one of an earlier begin, else a new one, kept before anything is done with it. */
    private static String id(Path checkpoint) {
        Path file = checkpoint.resolve(ID);
        try {
            String known = Files.readString(file).strip();
            if (JobId.matches(known)) {
                return known;
            }
        } catch (NoSuchFileException e) {
            // The first time.
        } catch (IOException e) {
            throw new QueueException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
        String made = JobId.next(InstantSource.system());
        AtomicFile.write(file, true, made.getBytes(StandardCharsets.UTF_8));
        return made;
    }

    private static void submit(FleetControl control, String id, RestoreRequest work) {
        String photo = work.photo().getFileName().toString();
        String unused = control.submit(
                id,
                new JobSubmission(
                        work.task(),
                        work.stem() + photo.substring(photo.lastIndexOf('.')),
                        work.photo(),
                        work.mask(),
                        work.kernel(),
                        work.settings(),
                        false),
                new Needs(work.settings().model(), 0, false));
    }

    private JobState await(FleetControl control, String id, RestoreRequest work, JobSteps steps) {
        int step = 0;
        int all = 0;
        while (true) {
            Optional<JobState> state = state(control, id, work);
            if (state.isPresent()
                    && !(state.get() instanceof JobState.Queued)
                    && !(state.get() instanceof JobState.Working)) {
                return state.get();
            }
            Optional<JobProgress> progress =
                    state.filter(JobState.Working.class::isInstance).flatMap(at -> ((JobState.Working) at).progress());
            step = progress.map(JobProgress::step).orElse(step);
            all = progress.map(JobProgress::steps).orElse(all);
            pause();
            try {
                steps.step(step, all);
            } catch (InterruptionException e) {
                if (e.reason() == InterruptionException.Reason.CANCELLED) {
                    cancel(control, id);
                }
                throw e;
            }
        }
    }

    /** Empty while no server tells; what the fleet does not know is submitted again, under the same id. */
    private static Optional<JobState> state(FleetControl control, String id, RestoreRequest work) {
        try {
            Optional<JobState> state = control.state(id);
            if (state.isEmpty()) {
                submit(control, id, work);
            }
            return state;
        } catch (QueueException e) {
            return Optional.empty();
        }
    }

    private static void cancel(FleetControl control, String id) {
        try {
            String unused = control.cancel(id);
        } catch (QueueException e) {
            // It has just ended, or nobody hears it: its result is nobody's, and goes with time.
        }
    }

    private void pause() {
        try {
            Thread.sleep(look.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RestoreResult fetch(FleetControl control, String id, Path staging) {
        List<Path> files = new ArrayList<>();
        EndedEntry ended = new JobEnds(control.streams()).of(id).orElseThrow();
        for (StoredFile file : ended.ending().files()) {
            Path to = staging.resolve(HeldJob.STEM + file.suffix());
            if (!control.streams().files().fetch(file.object(), to)) {
                throw new RestoreException(
                        Fault.PHOTO,
                        "Its result was in the fleet for longer than fleet.results keeps one, and is gone. Drop it again.");
            }
            files.add(to);
        }
        int picture = files.size() - 1;
        return new RestoreResult(files.get(picture), files.subList(0, picture), List.of());
    }

    @Override
    public int parallel() {
        return most;
    }

    @Override
    public boolean loaded() {
        return true;
    }

    @Override
    public Map<String, Long> natives() {
        return Map.of();
    }

    @Override
    public void unload() {
        // There is nothing here.
    }

    @Override
    public void close() {
        // The link is its owner's.
    }
}
