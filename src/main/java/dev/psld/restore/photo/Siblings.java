package dev.psld.restore.photo;

import java.net.URI;
import java.nio.file.Path;

/** Names beside a file that keep the bytes of its own, whatever the locale makes of them. Stateless. */
final class Siblings {
    private Siblings() {}

    /** The file of the same stem with another suffix, of plain letters. The URI of a path is the one thing that shows its bytes. */
    static Path of(Path file, String suffix) {
        String name = Companions.name(file);
        int dot = name.lastIndexOf('.');
        if (name.indexOf('\uFFFD') < 0) {
            return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + suffix);
        }
        String raw = file.toAbsolutePath().toUri().getRawPath();
        int end = raw.lastIndexOf('.');
        return Path.of(URI.create("file://" + (dot > 0 ? raw.substring(0, end) : raw) + suffix));
    }
}
