package dev.psld.restore.photo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names that keep the bytes of a file's own, whatever the locale makes of them. The URI of a path is the one thing that shows its bytes.
 * Stateless.
 */
public final class Siblings {
    private Siblings() {}

    /** The file of the same stem with another suffix, of plain letters. */
    public static Path of(Path file, String suffix) {
        return isText(file)
                ? file.resolveSibling(Companions.stem(file) + suffix)
                : file.resolveSibling(fromBytes(stem(bytes(file)) + suffix));
    }

    /** The file of the same name with a suffix behind it. */
    public static Path behind(Path file, String suffix) {
        return isText(file)
                ? file.resolveSibling(Companions.name(file) + suffix)
                : file.resolveSibling(fromBytes(bytes(file) + suffix));
    }

    /** How many bytes a file's name has. */
    public static int length(Path file) {
        return isText(file)
                ? Companions.name(file).getBytes(StandardCharsets.UTF_8).length
                : bytes(file).replaceAll("%..", "_").length();
    }

    private static boolean isText(Path file) {
        return Companions.name(file).indexOf('\uFFFD') < 0;
    }

    /** The last name, with its bytes as a URI writes them. */
    private static String bytes(Path file) {
        String raw = Path.of("/").resolve(file.getFileName()).toUri().getRawPath();
        return raw.substring(1, raw.length() - (raw.endsWith("/") ? 1 : 0));
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Path fromBytes(String name) {
        return Path.of(URI.create("file:///" + name)).getFileName();
    }
}
