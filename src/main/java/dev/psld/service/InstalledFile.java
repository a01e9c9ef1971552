package dev.psld.service;

import java.nio.file.Path;

/**
 * A file to put somewhere. Immutable.
 *
 * @param place absolute, as the running service sees it
 * @param executable whether it is a program
 * @param keep whether a file that is there already stays as it is
 */
record InstalledFile(Path place, Content content, boolean executable, boolean keep) {
    /** What is in it. */
    sealed interface Content {
        /** A text to show. */
        record Text(String text) implements Content {}

        /** A copy of another file, too large or not made to be shown. */
        record Copy(Path source) implements Content {}
    }

    static InstalledFile text(Path place, String text) {
        return new InstalledFile(place, new Content.Text(text), false, false);
    }

    static InstalledFile kept(Path place, String text) {
        return new InstalledFile(place, new Content.Text(text), false, true);
    }

    static InstalledFile copy(Path place, Path source, boolean executable) {
        return new InstalledFile(place, new Content.Copy(source), executable, false);
    }
}
