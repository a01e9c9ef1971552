package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Takes what a look found ready, unless it has changed since. Not thread-safe. */
final class Taking {
    private final Inbox inbox;
    private final FolderReader reader;
    private final Intake intake;
    private final OwnClaims own;

    Taking(Inbox inbox, FolderReader reader, Intake intake, OwnClaims own) {
        this.inbox = inbox;
        this.reader = reader;
        this.intake = intake;
        this.own = own;
    }

    /** Empty when it has changed or gone, or another agent has it. */
    Optional<Claim> take(Ready ready) throws IOException {
        if (changed(ready)) {
            return Optional.empty();
        }
        Optional<ClaimFolder> folder = ready.take(intake);
        return folder.isPresent() ? begun(folder.get()) : Optional.empty();
    }

    /** What is not as it was seen is seen anew. */
    private boolean changed(Ready ready) throws IOException {
        if (!(ready instanceof ReadyPhoto photo)) {
            return false; // Submissions do not change.
        }
        List<Path> changed = photo.changed(reader);
        (changed.isEmpty() ? photo.files() : changed).forEach(inbox::forget); // taken, it is there no more
        return !changed.isEmpty();
    }

    private Optional<Claim> begun(ClaimFolder folder) throws IOException {
        boolean working = false;
        try {
            JobFile job = folder.job();
            working = FileOperations.isPlainFile(folder.photo(job));
            if (working) {
                return Optional.of(own.claim(folder, job));
            }
            own.completion().fail(folder, job, "It is no file any more: drop the picture itself.");
            return Optional.empty();
        } finally {
            if (!working) {
                own.held().remove(folder.path()); // What is left of it is recovered.
            }
        }
    }
}
