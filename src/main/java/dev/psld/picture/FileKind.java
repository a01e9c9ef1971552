package dev.psld.picture;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a file is by its first bytes; the extension is never asked. Stateless. */
final class FileKind {

    private static final Map<FileType, String> READABLE =
            Map.of(FileType.Png, "png", FileType.Jpeg, "jpeg", FileType.WebP, "webp", FileType.Tiff, "tiff");

    private static final Map<String, String> OTHERS = Map.of(
            "%PDF", "a PDF document",
            "PK\u0003\u0004", "a ZIP archive",
            "\u001f\u008b", "a gzip archive",
            "\u007fELF", "a program",
            "\u00ff\n", "a JPEG XL picture",
            "\0\0\0\fJXL ", "a JPEG XL picture",
            "\0\0\0\fjP  ", "a JPEG 2000 picture",
            "<", "a text file (XML, HTML or SVG)");

    private FileKind() {}

    /** The ImageIO format name of a picture that is read here, else a {@link BadPictureException} that says what it is. */
    static String readable(Path file) throws IOException {
        FileType type;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            type = FileTypeDetector.detectFileType(in);
        }
        String format = READABLE.get(type);
        if (format != null) {
            return format;
        }
        if (type != FileType.Unknown) {
            throw new BadPictureException(file + " is a " + type.getName() + " file (" + type.getLongName()
                    + "): convert it to PNG, JPEG, WebP or TIFF.");
        }
        String other = other(file).map(name -> " but " + name).orElse("");
        throw new BadPictureException(file + " is not a picture" + other + ": give a PNG, JPEG, WebP or TIFF file.");
    }

    private static Optional<String> other(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(512);
        }
        String start = new String(head, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> magic : OTHERS.entrySet()) {
            if (start.startsWith(magic.getKey())) {
                return Optional.of(magic.getValue());
            }
        }
        boolean text = start.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t');
        return text ? Optional.of("a text file") : Optional.empty();
    }
}
