package dev.psld.fleet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.psld.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it is in the stream: the message that makes it one. Immutable.
 *
 * @param version of this form; what is read as it must be understood as it
 * @param name of the photo as its owner knows it
 * @param client who submitted it
 * @param arrived ISO 8601
 * @param settings the JSON of its settings file; empty where it has none
 * @param files photo, and mask and kernel where it has them
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record FleetJob(
        int version,
        String id,
        String task,
        String name,
        boolean priority,
        String client,
        String arrived,
        Needs needs,
        Optional<String> settings,
        List<StoredFile> files) {
    /** The form of this program's jobs. */
    static final int VERSION = 1;

    Job job(int attempt) {
        return new Job(id, task, name, priority, Instant.parse(arrived), attempt);
    }

    @JsonIgnore
    Lane lane() {
        return new Lane(version, needs, priority, client);
    }

    @JsonIgnore
    String stem() {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** With the dot. */
    @JsonIgnore
    String suffix() {
        return name.substring(stem().length());
    }

    /** Of a photo that failed, as another job over the same files. */
    FleetJob again(String other, boolean first, Instant at) {
        return new FleetJob(version, other, task, name, first, client, at.toString(), needs, settings, files);
    }
}
