package dev.psld.picture.codec;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A text of a PNG by its keyword, as this program writes it: iTXt, not packed, before the pixels. Stateless. */
public final class PngText {
    private static final int SIGNATURE = 8;
    private static final int LONGEST = 1 << 16;

    private PngText() {}

    /** The text; empty where there is none, and for what is no PNG at all. */
    public static Optional<String> of(Path file, String keyword) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!Bytes.at(in.readNBytes(SIGNATURE), 0, "\u0089PNG\r\n\u001a\n")) {
                return Optional.empty();
            }
            for (PngChunk chunk = new PngChunk(in); !chunk.type().equals("IDAT"); chunk = new PngChunk(in)) {
                if (chunk.type().equals("iTXt") && chunk.length() <= LONGEST) {
                    byte[] body = chunk.rest().orElse(new byte[0]);
                    String head = keyword + "\0\0\0\0\0";
                    if (Bytes.at(body, 0, head)) {
                        return Optional.of(
                                new String(body, head.length(), body.length - head.length(), StandardCharsets.UTF_8));
                    }
                } else {
                    chunk.pass((piece, length) -> {});
                }
            }
            return Optional.empty();
        } catch (IOException | UndecodableException e) {
            return Optional.empty();
        }
    }
}
