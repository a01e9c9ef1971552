package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings of all jobs of a task, as they are when a job begins or is submitted. Stateless and thread-safe. */
record Defaults(FileOperations disk, Layout layout) {
    private static final long LARGEST = 1 << 20;

    /** So a restart goes on with the same. The priority folder's own go before those of the task. */
    void copy(String task, boolean priority, Path claim) throws IOException {
        for (boolean first : priority ? new boolean[] {true, false} : new boolean[] {false}) {
            Path defaults = layout.inbox(task, first).resolve(EntryKind.DEFAULTS);
            if (FileOperations.isPlainFile(defaults) && Files.size(defaults) <= LARGEST) {
                disk.write(claim.resolve(EntryKind.DEFAULTS), FileOperations.read(defaults), true);
                return;
            }
        }
    }
}
