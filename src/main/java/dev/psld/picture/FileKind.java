package dev.psld.picture;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import dev.psld.picture.codec.UndecodableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file is by its first bytes; the extension is never asked. Stateless. */
final class FileKind {

    private static final Map<FileType, String> READABLE =
            Map.of(FileType.Png, "png", FileType.Jpeg, "jpeg", FileType.WebP, "webp", FileType.Tiff, "tiff");

    private static final Map<String, String> OTHERS = Map.of(
            "\u001f\u008b", "a gzip archive",
            "\u007fELF", "a program",
            "\u00ff\n", "a JPEG XL picture",
            "\0\0\0\fJXL ", "a JPEG XL picture",
            "\0\0\0\fjP  ", "a JPEG 2000 picture",
            "<", "a text file (XML, HTML or SVG)");

    private static final int HEAD = 512;

    private FileKind() {}

    /** The ImageIO format name of a picture that is read here, else an {@link UndecodableException} that says what it is. */
    static String readable(Path file) throws IOException {
        FileType type;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            type = FileTypeDetector.detectFileType(in);
        }
        String format = type == FileType.Unknown ? bySignature(file) : READABLE.get(type);
        if (format != null) {
            return format;
        }
        String kind = type == FileType.Unknown
                ? other(file)
                : "in " + type.getName() + " format (" + type.getLongName() + "), which is not read here";
        throw UndecodableException.other(kind);
    }

    /** Kinds that the detector does not know: BigTIFF, and any PNG that does not begin with its header. */
    private static @Nullable String bySignature(Path file) throws IOException {
        String start = head(file);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "png";
        }
        return start.startsWith("II+\0") || start.startsWith("MM\0+") ? "tiff" : null;
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        }
    }

    private static String other(Path file) throws IOException {
        String start = head(file);
        byte[] head = start.getBytes(StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> magic : OTHERS.entrySet()) {
            if (start.startsWith(magic.getKey())) {
                return magic.getValue() + ", which is not read here";
            }
        }
        String text = new String(head, StandardCharsets.UTF_8);
        boolean readable = text.chars()
                .limit(text.length() - head.length / HEAD) // the last character may be cut in half
                .noneMatch(c -> (c < ' ' && !Character.isWhitespace(c)) || c == '\uFFFD');
        return readable ? "a text file" : "not a picture of a known kind";
    }
}
