package dev.psld.spool;

import dev.psld.job.QueueException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a disk did, in sentences for the owner of the spool. Stateless and thread-safe. */
final class DiskFailure {
    private DiskFailure() {}

    /** @param attempt what was being done, as the beginning of a sentence */
    static QueueException of(String attempt, IOException cause) {
        return new QueueException(attempt + ": " + why(cause), cause);
    }

    static String why(IOException e) {
        if (e instanceof AccessDeniedException a) {
            return "this user has no access to " + a.getFile()
                    + ". Give it read and write permission there, or run the agent as the spool's owner.";
        }
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return ((FileSystemException) e).getFile()
                    + " has gone. Was the spool deleted or unmounted? The agent goes on once it is back.";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        if (reason != null && reason.contains("No space left")) {
            return "the disk is full. Free some space; it goes on by itself.";
        }
        if (reason != null && reason.contains("Read-only")) {
            return "its file system is read-only. Mount it for writing; it goes on by itself.";
        }
        String file = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() + ": " : "";
        return file + (reason == null ? e.getClass().getSimpleName() : reason) + ". It is tried again later.";
    }
}
