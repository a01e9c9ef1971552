package dev.psld.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Words of the command line as paths, by the bytes that they were typed in: Java makes U+FFFD of bytes that are no UTF-8, and no
 * file has such a name. Linux keeps the bytes in /proc. Stateless.
 */
final class RawArguments implements ITypeConverter<Path> {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    @Override
    public Path convert(String word) {
        if (word.isEmpty()) {
            throw new TypeConversionException("its name is empty: give a file or a folder");
        }
        try {
            return word.indexOf('\uFFFD') < 0 ? Path.of(word) : raw(word);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("‘" + word + "’ is no name of a file: " + e.getReason());
        }
    }

    private static Path raw(String word) {
        Path asDecoded = Path.of(word);
        if (Files.exists(asDecoded)) {
            return asDecoded;
        }
        try {
            String all = new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.ISO_8859_1);
            for (String bytes : all.split("\0", -1)) {
                String value = bytes.startsWith("-") ? bytes.substring(bytes.indexOf('=') + 1) : bytes; // --mask=FILE
                if (decoded(value).equals(word)) {
                    return path(value);
                }
            }
            return asDecoded;
        } catch (IOException e) {
            return asDecoded; // no Linux: reading the file tells
        }
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** A path from its bytes, which only a URI can carry. */
    private static Path path(String bytes) {
        Path here = Path.of("").toAbsolutePath();
        StringBuilder uri = new StringBuilder("file://");
        if (!bytes.startsWith("/")) {
            uri.append(here.toUri().getRawPath());
        }
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            boolean plain = c == '/' || (c < 128 && Character.isLetterOrDigit(c));
            uri.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        Path absolute = Path.of(URI.create(uri.toString()));
        return bytes.startsWith("/") ? absolute : here.relativize(absolute);
    }
}
