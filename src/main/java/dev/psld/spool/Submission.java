package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that a program submitted. Immutable.
 *
 * @param folder where it lies until it is claimed
 */
record Submission(Path folder, JobFile job) implements Ready {
    @Override
    public String task() {
        return job.task();
    }

    @Override
    public boolean priority() {
        return job.priority();
    }

    @Override
    public Instant arrived() {
        return Instant.parse(job.arrived());
    }

    @Override
    public RawName file() {
        return job.file();
    }

    Path photo() {
        return folder.resolve(job.inside());
    }

    @Override
    public Optional<ClaimFolder> take(Intake intake) throws IOException {
        return intake.take(this);
    }
}
