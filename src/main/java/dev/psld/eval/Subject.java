package dev.psld.eval;

import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import java.nio.file.Path;

/**
 * A clean picture that is degraded and restored. Immutable.
 *
 * @param name of its folders and rows: that of its file without the ending
 * @param sha256 of its file
 */
record Subject(Path file, String name, String sha256, int width, int height) {
    /** The picture, read again: there may be many. */
    Picture picture() {
        return new PictureReader().read(file).withoutAlpha();
    }
}
