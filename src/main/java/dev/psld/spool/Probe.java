package dev.psld.spool;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** Finds out at once what would otherwise stop the first job: folders that take no files, or on other file systems. Used once. */
final class Probe {
    private final Disk disk;
    private final Layout layout;
    private final String agent;

    Probe(Disk disk, Layout layout, AgentIdentity self) {
        this.disk = disk;
        this.layout = layout;
        this.agent = self.name();
    }

    /**
     * Sends an empty file through all folders that photos and results move between. Its name is left alone in an inbox; what a
     * crash leaves of it is removed at the agent's next start.
     */
    void run() throws IOException {
        String name = ".probe-" + agent + ".tmp";
        Path at = layout.working().resolve(name);
        try {
            disk.append(at, new byte[0]);
            for (String folder : List.of("inbox", "done", "failed", "originals", "control")) {
                Path next = layout.root().resolve(folder).resolve(name);
                disk.rename(at, next);
                at = next;
            }
        } catch (AtomicMoveNotSupportedException e) {
            throw new FileSystemException(
                    String.valueOf(e.getOtherFile()),
                    null,
                    "is on another file system or mount than the rest of the spool; put all folders on one");
        } finally {
            disk.delete(at);
        }
    }
}
