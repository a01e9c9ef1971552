package dev.psld.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A photo that a program puts into a queue, with what belongs to it. Immutable.
 *
 * @param name of the photo as its owner knows it, such as {@code holiday.jpg}; up to 255 bytes, and no path
 * @param photo where its bytes lie now, and so mask and kernel; all are copied
 */
public record JobSubmission(
        String task,
        String name,
        Path photo,
        Optional<Path> mask,
        Optional<Path> kernel,
        JobSettings settings,
        boolean priority) {
    /** Bytes of the longest name that file systems allow. */
    private static final int LONGEST = 255;

    /** @throws JobException when the name cannot be a file's */
    public JobSubmission {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isBlank() || name.matches("\\.{1,2}") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new JobException(
                    "“" + Printable.of(name) + "” cannot be the name of a photo: give that of its file.");
        }
        if (bytes > LONGEST) {
            throw new JobException(
                    "The name of the photo has " + bytes + " bytes: give one of at most " + LONGEST + ".");
        }
    }

    /** A photo alone. */
    public static JobSubmission of(String task, String name, Path photo) {
        return new JobSubmission(task, name, photo, Optional.empty(), Optional.empty(), JobSettings.none(), false);
    }
}
