package dev.psld.spool;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The spool cannot be worked on as it is; the message says what is wrong and what to do. Nothing is lost: try again later. */
public final class SpoolException extends FaultException {
    private static final long serialVersionUID = 1;

    SpoolException(String message) {
        super(Fault.QUEUE, message);
    }

    /** @param attempt what was being done, as the beginning of a sentence */
    SpoolException(String attempt, IOException cause) {
        super(Fault.QUEUE, attempt + ": " + why(cause), cause);
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
