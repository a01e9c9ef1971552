package dev.psld.spool;

import java.nio.file.Path;
import java.util.Set;

/**
 * The claims that this agent works on, and what each of them needs. Thread-safe.
 *
 * @param held their folders; safe for use by several threads
 */
record OwnClaims(
        FileOperations disk, AgentIdentity self, ClaimCompletion completion, Set<Path> held, FailedPhotos failures) {

    /** A claim on a job whose folder is held already. */
    Claim claim(ClaimFolder folder, JobFile job) {
        return new Claim(disk, folder, job, self, completion, held, failures);
    }
}
