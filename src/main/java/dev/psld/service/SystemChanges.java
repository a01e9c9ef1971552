package dev.psld.service;

import dev.psld.file.AtomicFile;
import dev.psld.file.OutputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** What an installation does to a machine: files, removals, commands. Stateless. */
final class SystemChanges {
    private SystemChanges() {}

    /** Puts a file in place at once as a whole; a program that runs keeps the one that it started from. */
    static void put(InstalledFile item, Path place) {
        try {
            Files.createDirectories(place.resolveSibling("."));
            AtomicFile.replace(
                    place,
                    PosixFilePermissions.fromString(item.executable() ? "rwxr-xr-x" : "rw-r--r--"),
                    out -> write(item.content(), out.getChannel()));
        } catch (IOException e) {
            throw new OutputException(
                    place + " cannot be written (" + e + "): run this as root, or stage it with --root FOLDER", e);
        }
    }

    private static void write(InstalledFile.Content content, FileChannel out) throws IOException {
        if (content instanceof InstalledFile.Content.Text text) {
            out.write(StandardCharsets.UTF_8.encode(text.text()));
        } else if (content instanceof InstalledFile.Content.Copy copy) {
            try (FileChannel in = FileChannel.open(copy.source())) {
                for (long at = 0; at < in.size(); ) {
                    at += in.transferTo(at, in.size() - at, out);
                }
            }
        }
    }

    /** Removes a file and the folders of it up to, and without, the last that is kept, as far as they are empty. */
    static void remove(Path file, Path keep) {
        try {
            Files.deleteIfExists(file);
            for (Path folder = file.getParent();
                    folder != null && folder.startsWith(keep) && !folder.equals(keep);
                    folder = folder.getParent()) {
                Files.delete(folder);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // Something else is in there, or it went with an earlier file.
        } catch (IOException e) {
            throw new OutputException(file + " cannot be removed (" + e + "): run this as root", e);
        }
    }

    /** Runs a command to its end; its words are part of the failure. */
    static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new OutputException("‘" + String.join(" ", command) + "’ failed with code " + code + ": "
                        + words.strip().replace('\n', ' '));
            }
        } catch (IOException e) {
            throw new OutputException("‘" + String.join(" ", command) + "’ cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutputException("interrupted while ‘" + String.join(" ", command) + "’ ran", e);
        }
    }
}
