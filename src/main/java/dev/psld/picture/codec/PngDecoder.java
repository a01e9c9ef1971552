package dev.psld.picture.codec;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One PNG (third edition) on its way to pixels. Chunks that are not needed are passed over, whatever is wrong with them; no
 * text is inflated unless it promises EXIF, and no inflation exceeds its bound. Used by one thread.
 */
final class PngDecoder {
    private static final int SIGNATURE = 8;
    private static final int LARGEST = 16 << 20;
    private static final int DEFLATE = 1032; // to 1, at best (zlib, technical details)
    private static final int LONGEST_KEYWORD = 80;
    private static final int MOST_PROMISES = 4; // of EXIF, by texts that have to be inflated to be known
    private static final Set<String> KEPT = Set.of("cICP", "iCCP", "sRGB", "gAMA", "cHRM", "pHYs", "eXIf", "acTL");
    private static final Set<String> TEXTS = Set.of("tEXt", "zTXt", "iTXt");

    private final DataInputStream in;
    private final long size;
    private final long maxPixels;
    private final Map<String, byte[]> kept = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private Optional<byte[]> palette = Optional.empty();
    private byte[] transparency = {};
    private Optional<byte[]> textExif = Optional.empty();
    private int promises;
    private boolean xmp;

    private PngDecoder(InputStream in, long size, long maxPixels) {
        this.size = size;
        this.in = new DataInputStream(in);
        this.maxPixels = maxPixels;
    }

    /** Decodes the PNG of this stream of {@code size} bytes, whose signature was seen already and is skipped. */
    static Decoded decode(InputStream in, long size, long maxPixels) throws IOException {
        return new PngDecoder(in, size, maxPixels).decode();
    }

    private Decoded decode() throws IOException {
        try {
            in.skipNBytes(SIGNATURE);
            PngHeader header = header();
            UndecodableException.requireSize(header.width(), header.height(), maxPixels);
            long pixels = (long) header.width() * header.height();
            UndecodableException.requireEnough(size, pixels * header.bitsPerPixel(), DEFLATE);
            PngChunk chunk = before(header);
            PngSamples samples = new PngSamples(header, palette, transparency);
            try (PngPixels taken = new PngPixels(header, samples)) {
                chunk.pass(taken::feed);
                after(taken);
            }
            Colour colour = PngColour.of(kept, header, remarks);
            Optional.ofNullable(kept.get("acTL")).filter(b -> b.length == 8).ifPresent(b -> {
                long frames = Bytes.u32(b, 0);
                if (frames > 1) {
                    remarks.add("it is animated: only its still picture was read, not its " + frames + " frames");
                }
            });
            return new Decoded(samples.planes(), colour, annotations(), false, remarks);
        } catch (EOFException e) {
            throw UndecodableException.damaged("the PNG ends early", e);
        }
    }

    private PngHeader header() throws IOException {
        PngChunk chunk = new PngChunk(in);
        if (chunk.type().equals("CgBI")) {
            throw UndecodableException.unread("a PNG in Apple's own form (CgBI)", "save it as an ordinary PNG");
        }
        if (!chunk.type().equals("IHDR") || chunk.length() != PngHeader.LENGTH) {
            throw UndecodableException.damaged("the PNG does not begin with its header");
        }
        return PngHeader.of(chunk.rest().orElseThrow());
    }

    /** Takes all up to the first chunk of pixels, and gives that. */
    private PngChunk before(PngHeader header) throws IOException {
        while (true) {
            PngChunk chunk = new PngChunk(in);
            switch (chunk.type()) {
                case "IDAT" -> {
                    if (header.palette() && palette.isEmpty()) {
                        throw UndecodableException.damaged("it has no palette");
                    }
                    return chunk;
                }
                case "IEND" -> throw UndecodableException.damaged("it has no pixels");
                case "PLTE" -> {
                    if (chunk.length() > 768 || chunk.length() < 3) {
                        throw UndecodableException.damaged("its palette has " + chunk.length() + " bytes");
                    }
                    palette = chunk.rest();
                }
                case "tRNS" -> {
                    int most = header.palette() ? 256 : header.coloured() ? 6 : 2;
                    boolean fits =
                            !header.alpha() && chunk.length() <= most && (header.palette() || chunk.length() == most);
                    byte[] body = fits ? chunk.rest().orElse(new byte[0]) : skip(chunk);
                    transparency = body;
                }
                default -> ancillary(chunk);
            }
        }
    }

    private static byte[] skip(PngChunk chunk) throws IOException {
        chunk.pass((piece, length) -> {});
        return new byte[0];
    }

    private void ancillary(PngChunk chunk) throws IOException {
        if (chunk.critical()) {
            throw UndecodableException.unread(
                    "a PNG that cannot be read without its chunk " + chunk.type(), "save it as an ordinary PNG");
        }
        if (KEPT.contains(chunk.type()) && chunk.length() <= LARGEST) {
            chunk.rest().ifPresent(body -> kept.putIfAbsent(chunk.type(), body));
        } else if (TEXTS.contains(chunk.type()) && chunk.length() <= LARGEST) {
            text(chunk);
        } else {
            skip(chunk);
        }
    }

    private void text(PngChunk chunk) throws IOException {
        byte[] head = chunk.next(LONGEST_KEYWORD);
        if (!PngExif.promised(head) || promises++ >= MOST_PROMISES) {
            xmp |= Bytes.at(head, 0, "XML:com.adobe.xmp\0");
            skip(chunk);
            return;
        }
        chunk.rest().ifPresent(rest -> {
            byte[] body = ByteBuffer.allocate(head.length + rest.length)
                    .put(head)
                    .put(rest)
                    .array();
            textExif = textExif.or(() -> PngExif.ofText(chunk.type(), body));
        });
    }

    /** Takes the other chunks of pixels, and what follows them up to the end. */
    private void after(PngPixels pixels) throws IOException {
        boolean cutPixels = false;
        try {
            while (true) {
                PngChunk chunk = new PngChunk(in);
                cutPixels = chunk.type().equals("IDAT");
                if (cutPixels) {
                    chunk.pass(pixels::feed);
                } else if (chunk.type().equals("IEND")) {
                    break;
                } else if (chunk.critical() && !chunk.type().equals("PLTE")) {
                    ancillary(chunk); // which refuses it
                } else if (chunk.type().equals("eXIf") || TEXTS.contains(chunk.type())) {
                    ancillary(chunk);
                } else {
                    skip(chunk);
                }
            }
        } catch (EOFException e) {
            if (!pixels.complete() || cutPixels) {
                throw e;
            }
            remarks.add("its end is missing, but all of its pixels are there");
        }
        if (!pixels.complete()) {
            throw UndecodableException.damaged("its pixels end early");
        }
    }

    private Annotations annotations() {
        Optional<Resolution> resolution = Optional.ofNullable(kept.get("pHYs"))
                .filter(b -> b.length == 9 && b[8] == 1)
                .map(b -> new Resolution(Bytes.u32(b, 0) * Resolution.METRE, Bytes.u32(b, 4) * Resolution.METRE))
                .filter(r -> Resolution.sound(r.x(), r.y()));
        Optional<byte[]> exif = Optional.ofNullable(kept.get("eXIf")).or(() -> textExif);
        return Annotations.of(exif, resolution, xmp ? List.of("XMP") : List.of());
    }
}
