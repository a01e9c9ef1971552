package dev.psld.picture.codec;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** WebP by ImageIO's plug-in, which is handed the pixels alone; profile and EXIF are read here. Stateless. */
final class WebpDecoder {
    private static final int HEADER = 12;
    private static final int ANIMATION = 2;
    private static final int XMP = 4;
    private static final int EXIF = 8;
    private static final int ICC = 32;

    private WebpDecoder() {}

    static Decoded decode(byte[] file, long maxPixels) throws IOException {
        Map<String, byte[]> said = new HashMap<>();
        byte[] bare = bare(file, said);
        BufferedImage image = LibraryImage.read(
                "webp", new MemoryCacheImageInputStream(new ByteArrayInputStream(bare)), 0, maxPixels);
        Planes planes = LibraryImage.planes(image);
        List<String> remarks = new ArrayList<>();
        Optional<byte[]> icc = Optional.ofNullable(said.get("ICCP"));
        Optional<byte[]> profile = icc.filter(p -> IccProfile.bands(p) == planes.bands());
        if (icc.isPresent() && profile.isEmpty()) {
            remarks.add(IccProfile.UNUSABLE);
        }
        return new Decoded(
                planes,
                profile.<Colour>map(Colour.Profiled::new).orElseGet(Colour.Srgb::new),
                Annotations.of(
                        Optional.ofNullable(said.get("EXIF")),
                        Optional.empty(),
                        said.containsKey("XMP ") ? List.of("XMP") : List.of()),
                true,
                remarks);
    }

    /** The file without what is said about the pixels, which goes into the map by the chunk's name. */
    private static byte[] bare(byte[] file, Map<String, byte[]> said) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER + 8) {
            throw UndecodableException.damaged("it ends early");
        }
        long end = Integer.toUnsignedLong(in.getInt(4)) + 8;
        if (end > file.length) {
            throw UndecodableException.damaged("it ends early");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
        out.write(file, 0, HEADER);
        for (int at = HEADER; at + 8 <= end; ) {
            String name = new String(file, at, 4, StandardCharsets.ISO_8859_1);
            long length = Integer.toUnsignedLong(in.getInt(at + 4));
            long next = at + 8 + length + length % 2;
            if (at + 8 + length > end) {
                throw UndecodableException.damaged("it ends early");
            }
            byte[] chunk = Arrays.copyOfRange(file, at, (int) Math.min(next, end));
            switch (name) {
                case "ICCP", "EXIF", "XMP " -> said.putIfAbsent(name, Arrays.copyOfRange(chunk, 8, 8 + (int) length));
                case "ANIM", "ANMF" -> throw animated();
                case "VP8X" -> {
                    if (length < 10 || (chunk[8] & ANIMATION) != 0) {
                        throw length < 10 ? UndecodableException.damaged("its header is too short") : animated();
                    }
                    chunk[8] &= (byte) ~(XMP | EXIF | ICC);
                    out.writeBytes(chunk);
                }
                case "VP8 ", "VP8L", "ALPH" -> out.writeBytes(chunk);
                default -> {
                    // of some later time
                }
            }
            at = (int) Math.min(Integer.MAX_VALUE - 16, next);
        }
        byte[] bytes = out.toByteArray();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, bytes.length - 8);
        return bytes;
    }

    private static UndecodableException animated() {
        return UndecodableException.unread("an animated WebP", "save the frame you want as a PNG");
    }
}
