package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Which companions in the inbox claims are about to take: those are no orphans. Stateless and thread-safe. */
record CompanionClaims(FileOperations disk, Layout layout) {

    /** Whether a claim takes it. */
    boolean take(Path companion) {
        try {
            for (ClaimFolder folder : ClaimFolder.all(disk, layout)) {
                if (takes(folder, companion)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true; // Not now then; the next look knows.
        }
    }

    /** A claim without a readable job file takes nothing. */
    private boolean takes(ClaimFolder folder, Path companion) {
        try {
            JobFile job = folder.job();
            Path from = layout.inbox(job.task(), job.priority());
            return job.companions().values().stream().anyMatch(c -> c.in(from).equals(companion));
        } catch (IOException e) {
            return false;
        }
    }
}
