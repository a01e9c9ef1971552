package dev.psld.picture;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * The chunk level of a PNG file: is it whole, and which colour profile does it carry. ImageIO draws a truncated PNG
 * without a word and ignores profiles. Immutable.
 *
 * @param profile bytes of the ICC profile, when there is one and no sRGB chunk overrules it
 */
record PngChunks(Optional<byte[]> profile) {

    private static final int SIGNATURE = 8;
    private static final int LARGEST_PROFILE = 16 << 20;

    /** Walks all chunks; a missing end or a wrong checksum is a {@link BadPictureException}. */
    static PngChunks read(Path file) throws IOException {
        byte[] iccp = {};
        boolean srgb = false;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            in.skipNBytes(SIGNATURE);
            String type = "";
            while (!type.equals("IEND")) {
                int length = in.readInt();
                byte[] name = in.readNBytes(4);
                type = new String(name, StandardCharsets.ISO_8859_1);
                boolean keep = type.equals("iCCP") && length <= LARGEST_PROFILE;
                byte[] body = body(in, file, name, length, keep);
                srgb |= type.equals("sRGB");
                iccp = keep ? body : iccp;
            }
        } catch (EOFException e) {
            throw new BadPictureException(file + " is cut off: the PNG ends before its last chunk; copy it again.", e);
        }
        return new PngChunks(srgb || iccp.length == 0 ? Optional.empty() : inflate(iccp));
    }

    private static byte[] body(DataInputStream in, Path file, byte[] name, int length, boolean keep)
            throws IOException {
        if (length < 0) {
            throw new BadPictureException(file + " is damaged: a PNG chunk has a negative length; copy it again.");
        }
        CRC32 crc = new CRC32();
        crc.update(name);
        byte[] all = new byte[keep ? length : 0];
        byte[] buffer = new byte[1 << 16];
        for (int done = 0; done < length; ) {
            int step = Math.min(buffer.length, length - done);
            in.readFully(buffer, 0, step);
            crc.update(buffer, 0, step);
            if (keep) {
                System.arraycopy(buffer, 0, all, done, step);
            }
            done += step;
        }
        boolean critical = Character.isUpperCase(name[0]);
        if (in.readInt() != (int) crc.getValue() && critical) {
            throw new BadPictureException(file + " is damaged: the checksum of its PNG chunk "
                    + new String(name, StandardCharsets.ISO_8859_1) + " is wrong; copy it again.");
        }
        return all;
    }

    /** Name, zero byte, method, zlib stream. A broken profile counts as none, as in browsers. */
    private static Optional<byte[]> inflate(byte[] iccp) {
        int zero = 0;
        while (zero < iccp.length && iccp[zero] != 0) {
            zero++;
        }
        int start = Math.min(iccp.length, zero + 2);
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(iccp, start, iccp.length - start))) {
            byte[] profile = in.readNBytes(LARGEST_PROFILE + 1);
            return profile.length > LARGEST_PROFILE ? Optional.empty() : Optional.of(profile);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
