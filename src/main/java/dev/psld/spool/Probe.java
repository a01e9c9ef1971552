package dev.psld.spool;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds out at once what would otherwise stop the first job: folders that take no files, or on other file systems. Used once. */
final class Probe {
    private static final List<String> FOLDERS = List.of("inbox", "done", "failed", "originals", "control");
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

    private final FileOperations disk;
    private final Layout layout;
    private final String agent;

    Probe(FileOperations disk, Layout layout, AgentIdentity self) {
        this.disk = disk;
        this.layout = layout;
        this.agent = self.name();
    }

    /**
     * Sends an empty file through all folders that photos and results move between. Its name is left alone in an inbox; what a
     * crash leaves of it is removed at the next start of any agent, a while later: younger ones may be on their way.
     */
    void run() throws IOException {
        String name = ".probe-" + agent + ".tmp";
        Path at = layout.working().resolve(name);
        try {
            disk.append(at, new byte[0]);
            removeOlder(Files.getLastModifiedTime(at).toInstant().minus(ON_ITS_WAY));
            for (String folder : FOLDERS) {
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

    /** @param time by the clock of the file system, which may be another machine's */
    private void removeOlder(Instant time) throws IOException {
        List<Path> folders = new ArrayList<>(List.of(layout.working()));
        FOLDERS.forEach(folder -> folders.add(layout.root().resolve(folder)));
        for (Path folder : folders) {
            try (DirectoryStream<Path> probes = Files.newDirectoryStream(folder, ".probe-*.tmp")) {
                for (Path probe : probes) {
                    if (modified(probe).isBefore(time)) {
                        disk.delete(probe);
                    }
                }
            }
        }
    }

    private static Instant modified(Path probe) throws IOException {
        try {
            return Files.getLastModifiedTime(probe).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX; // It has arrived.
        }
    }
}
