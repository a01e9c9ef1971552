package dev.psld.fleet;

import dev.psld.file.PictureEndings;
import dev.psld.job.CompanionName;
import dev.psld.job.JobException;
import dev.psld.job.JobId;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSubmission;
import dev.psld.job.Printable;
import dev.psld.job.QueueException;
import io.nats.client.api.ConsumerInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts jobs into a fleet: their files first, then the one message that makes it a job. Thread-safe. */
final class NewJobs {
    private final FleetStreams streams;
    private final InstantSource clock;

    NewJobs(FleetStreams streams, InstantSource clock) {
        this.streams = streams;
        this.clock = clock;
    }

    String add(JobSubmission given, Needs needs) {
        return add(JobId.next(clock), given, needs);
    }

    /** The same under an id of the caller's, which stands for one job however often it is submitted. */
    String add(String id, JobSubmission given, Needs needs) {
        check(given);
        if (known(streams, id)) {
            return id;
        }
        heedQuota(streams.settings().client());
        List<StoredFile> files = new ArrayList<>();
        try {
            store(given, id, files);
            JobSettings settings = given.settings();
            boolean ours = publish(new FleetJob(
                    FleetJob.VERSION,
                    id,
                    given.task(),
                    given.name(),
                    given.priority(),
                    streams.settings().client(),
                    clock.instant().toString(),
                    needs,
                    settings.equals(JobSettings.none())
                            ? Optional.empty()
                            : Optional.of(new String(settings.json(), StandardCharsets.UTF_8)),
                    files));
            if (!ours) {
                files.forEach(file -> streams.files().remove(file.object())); // an earlier try had come through
            }
            return id;
        } catch (QueueException e) {
            clear(id, files);
            throw e;
        }
    }

    /** Waits, is in work, or has ended. */
    static boolean known(FleetStreams streams, String id) {
        return WaitingMessages.of(streams, id).isPresent()
                || new JobEnds(streams).of(id).isPresent();
    }

    private void check(JobSubmission given) {
        if (!streams.settings().tasks().contains(given.task())) {
            throw new JobException("There is no task “" + Printable.of(given.task()) + "”: choose one of "
                    + streams.settings().tasksShown() + ".");
        }
        if (!PictureEndings.isPicture(given.name()) || given.name().lastIndexOf('.') == 0) {
            throw new JobException(Printable.of(given.name()) + ": By its name it is no picture: the name must end in "
                    + PictureEndings.words() + ".");
        }
    }

    private void heedQuota(String client) {
        int most = ClientQuota.of(streams);
        if (most == 0) {
            return;
        }
        long open = 0;
        for (Map.Entry<Lane, ConsumerInfo> one : streams.lanes().entrySet()) {
            if (one.getKey().client().equals(client)) {
                open += one.getValue().getNumPending() + one.getValue().getNumAckPending();
            }
        }
        if (open >= most) {
            throw new QueueException(client + " has " + open + " jobs in the fleet, and may have " + most
                    + ": wait until some are done, or ask who set the quota.");
        }
    }

    private void store(JobSubmission given, String id, List<StoredFile> files) {
        // Under names of this try alone: an earlier one may still be on its way to the server.
        String own = "inputs/" + id + "/" + UUID.randomUUID() + "/";
        String suffix = given.name().substring(given.name().lastIndexOf('.'));
        files.add(stored(own + "photo", suffix, given.photo()));
        given.mask()
                .ifPresent(file -> files.add(stored(own + "mask", CompanionName.usual(CompanionName.Kind.MASK), file)));
        given.kernel()
                .ifPresent(file ->
                        files.add(stored(own + "kernel", CompanionName.usual(CompanionName.Kind.KERNEL), file)));
    }

    private StoredFile stored(String object, String suffix, Path file) {
        return new StoredFile(suffix, object, streams.files().put(object, file));
    }

    /** Puts a failed job into the queue again, over the same files. May be repeated. @return the new id */
    String again(EndedEntry failed, boolean priority) {
        String id = again(failed);
        if (!known(streams, id)) {
            boolean unused = publish(failed.job().again(id, priority, clock.instant()));
        }
        return id;
    }

    /** The id under which a failed job is tried again. */
    static String again(EndedEntry failed) {
        return JobId.after(failed.job().id(), Instant.parse(failed.ending().at()));
    }

    /** Makes it a job. @return whether it is this one, and none that was submitted under its id before */
    private boolean publish(FleetJob job) {
        Lane lane = job.lane();
        streams.ensure(lane);
        Optional<Long> written = streams.store()
                .swap(
                        "job",
                        Printable.of(job.name()) + " cannot be submitted",
                        streams.jobs(),
                        lane.subject(streams.jobSubjects(), job.id()),
                        FleetJson.text(job),
                        0);
        settled(lane);
        return written.isPresent();
    }

    /** The job is in the queue: what goes wrong from here on is mended by the next who submits or sweeps. */
    private void settled(Lane lane) {
        try {
            streams.stays(lane);
        } catch (QueueException e) {
            // Said to have failed, it would be submitted twice.
        }
        streams.wake();
    }

    private void clear(String id, List<StoredFile> files) {
        try {
            if (!known(streams, id)) { // an answer may have got lost
                files.forEach(file -> streams.files().remove(file.object()));
            }
        } catch (QueueException e) {
            // They are swept.
        }
    }
}
