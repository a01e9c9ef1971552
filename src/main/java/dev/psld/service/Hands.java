package dev.psld.service;

import dev.psld.file.OutputException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** What an installation does to a machine: files, removals, commands. Stateless. */
final class Hands {
    private Hands() {}

    /** Puts a file in place at once as a whole; a program that runs keeps the one that it started from. */
    static void put(Item item, Path place) {
        try {
            Files.createDirectories(place.resolveSibling("."));
            Path part = place.resolveSibling("." + place.getFileName() + ".new");
            if (item.content() instanceof Item.Content.Text text) {
                Files.writeString(part, text.text());
            } else if (item.content() instanceof Item.Content.Copy copy) {
                Files.copy(copy.source(), part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.setPosixFilePermissions(
                    part, PosixFilePermissions.fromString(item.executable() ? "rwxr-xr-x" : "rw-r--r--"));
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OutputException(
                    place + " cannot be written (" + e + "): run this as root, or stage it with --root FOLDER", e);
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
            String words = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
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
