package dev.psld.spool;

import dev.psld.file.PictureEndings;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What a thing in a task's folder is, by its name and kind alone. Immutable. */
sealed interface EntryKind {
    record Ignored() implements EntryKind {}

    record Photo() implements EntryKind {}

    record CompanionFile(Companion kind) implements EntryKind {}

    /** {@code defaults.json}: settings of all jobs of the folder. */
    record Defaults() implements EntryKind {}

    record Refused(String reason) implements EntryKind {}

    String DEFAULTS = "defaults.json";

    String NO_PICTURE = "By its name it is no picture: the name must end in " + PictureEndings.words() + ".";

    static boolean isPicture(RawName name) {
        return !name.suffix().isEmpty() && PictureEndings.isPicture(name.bytes());
    }

    /** A leading dot alone is no reason against a picture: {@code .photo.jpg} is worked on, {@code .profile} is refused. */
    static EntryKind of(RawName name, BasicFileAttributes attributes) {
        if (TemporaryNames.match(name)) {
            return new Ignored();
        }
        if (attributes.isSymbolicLink()) {
            return new Refused(
                    "It is a symbolic link, and links are not followed: what they lead to may lie outside the spool."
                            + " Drop the picture itself.");
        }
        if (attributes.isDirectory()) {
            return new Refused("It is a folder: drop the pictures themselves into the folder of the task.");
        }
        if (!attributes.isRegularFile()) {
            return new Refused("It is a pipe, a socket or a device, and no file: drop a picture.");
        }
        if (name.bytes().equals(DEFAULTS)) {
            return new Defaults();
        }
        Optional<Companion> kind = Companion.of(name);
        if (kind.isPresent()) {
            return new CompanionFile(kind.get());
        }
        if (isPicture(name)) {
            return new Photo();
        }
        return new Refused(NO_PICTURE);
    }
}
