package dev.psld.cli;

import dev.psld.file.Sha256;
import dev.psld.picture.BadPictureException;
import java.io.IOException;
import java.nio.file.Path;

/** SHA-256 of input files, for reports. Stateless. */
final class Digests {
    private Digests() {}

    /** In lower-case hexadecimal. */
    static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new BadPictureException(file + " cannot be read again: " + e.getMessage());
        }
    }
}
