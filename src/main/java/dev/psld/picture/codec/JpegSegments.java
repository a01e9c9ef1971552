package dev.psld.picture.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One JPEG (ITU-T T.81, annex B) taken apart: what decodes the pixels, alone and in its order, and what is said about them.
 * Used by one thread.
 */
final class JpegSegments {
    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    /** The frame: SOF's number, bits of a sample, size, and the components' numbers. */
    record Frame(int kind, int bits, int width, int height, List<Integer> components) {}

    private final byte[] file;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final SortedMap<Integer, byte[]> profileParts = new TreeMap<>();
    private final List<String> left = new ArrayList<>();
    private final JpegProgress progress = new JpegProgress();
    private int profileCount;
    private Optional<Frame> frame = Optional.empty();
    private Optional<byte[]> exif = Optional.empty();
    private Optional<Resolution> resolution = Optional.empty();
    private Optional<Integer> adobe = Optional.empty();
    private boolean jfif;
    private boolean ended;
    private int at;

    private JpegSegments(byte[] file) {
        this.file = file;
    }

    /** @throws UndecodableException when the segments cannot be followed */
    static JpegSegments of(byte[] file) {
        JpegSegments segments = new JpegSegments(file);
        segments.walk();
        return segments;
    }

    private void walk() {
        kept.write(0xFF);
        kept.write(SOI);
        at = 2;
        while (!ended) {
            int marker = marker();
            if (marker < 0) {
                break;
            }
            if (marker == EOI) {
                ended = true;
            } else if (!standsAlone(marker)) {
                segment(marker);
            }
        }
        if (frame.isEmpty() || !progress.begun()) {
            throw UndecodableException.damaged("it ends before its picture");
        }
        if (!ended && !progress.complete()) {
            throw UndecodableException.damaged("it ends early");
        }
        kept.write(0xFF);
        kept.write(EOI);
    }

    /** Markers without a length, which mean nothing between segments. */
    private static boolean standsAlone(int marker) {
        return marker == SOI || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
    }

    /** The next marker, which any number of 0xFF may fill up to (annex B, 1.1.2); −1 at the end of the file. */
    private int marker() {
        while (at < file.length && file[at] != (byte) 0xFF) {
            at++; // rubbish between segments, which decoders pass over with a warning
        }
        while (at < file.length && file[at] == (byte) 0xFF) {
            at++;
        }
        return at < file.length ? file[at++] & 255 : -1;
    }

    private void segment(int marker) {
        if (at + 2 > file.length) {
            throw UndecodableException.damaged("it ends early");
        }
        int length = Bytes.u16(file, at);
        int body = at + 2;
        int end = at + length;
        if (length < 2 || end > file.length) {
            throw UndecodableException.damaged("it ends early");
        }
        boolean sof = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (sof) {
            frame = Optional.of(frame(marker, body, end));
        }
        if (marker >= 0xE0 && marker <= 0xEF) {
            said(marker, body, end);
        } else if (marker != 0xFE) {
            kept.write(0xFF);
            kept.write(marker);
            kept.write(file, at, length);
        }
        at = end;
        if (marker == SOS) {
            progress.scan(file, body, end, frame);
            int from = at;
            skipScan();
            kept.write(file, from, at - from);
        }
    }

    private Frame frame(int marker, int body, int end) {
        if (end - body < 6 || end - body < 6 + 3 * (file[body + 5] & 255)) {
            throw UndecodableException.damaged("its frame header is too short");
        }
        List<Integer> components = new ArrayList<>();
        for (int c = 0; c < (file[body + 5] & 255); c++) {
            components.add(file[body + 6 + 3 * c] & 255);
        }
        return new Frame(
                marker,
                file[body] & 255,
                Bytes.u16(file, body + 3),
                Bytes.u16(file, body + 1),
                List.copyOf(components));
    }

    /** To the next marker that is no restart and no stuffed zero. */
    private void skipScan() {
        while (at < file.length) {
            if (file[at] == (byte) 0xFF && at + 1 < file.length) {
                int next = file[at + 1] & 255;
                if (next != 0 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) {
                    return;
                }
                at += next == 0xFF ? 1 : 2;
            } else {
                at++;
            }
        }
    }

    private void said(int marker, int body, int end) {
        int size = end - body;
        if (marker == 0xE0 && size >= 12 && Bytes.at(file, body, "JFIF\0")) {
            jfif = true;
            density(body);
        } else if (marker == 0xE1 && Bytes.at(file, body, EXIF) && exif.isEmpty()) {
            exif = Optional.of(Arrays.copyOfRange(file, body, end));
        } else if (marker == 0xE1 && Bytes.at(file, body, "http://ns.adobe.com/xap/1.0/\0")) {
            leave("XMP");
        } else if (marker == 0xE2 && size >= ICC.length() + 2 && Bytes.at(file, body, ICC)) {
            profileCount = file[body + ICC.length() + 1] & 255;
            profileParts.putIfAbsent(
                    file[body + ICC.length()] & 255, Arrays.copyOfRange(file, body + ICC.length() + 2, end));
        } else if (marker == 0xED && Bytes.at(file, body, "Photoshop 3.0\0")) {
            leave("IPTC");
        } else if (marker == 0xEE && size >= 12 && Bytes.at(file, body, "Adobe")) {
            adobe = Optional.of(file[body + 11] & 255);
        }
    }

    private void leave(String what) {
        if (!left.contains(what)) {
            left.add(what);
        }
    }

    private void density(int body) {
        double unit = switch (file[body + 7]) {
            case 1 -> 1;
            case 2 -> 100 * Resolution.METRE;
            default -> 0;
        };
        double x = unit * Bytes.u16(file, body + 8);
        double y = unit * Bytes.u16(file, body + 10);
        if (Resolution.sound(x, y)) {
            resolution = Optional.of(new Resolution(x, y));
        }
    }

    Frame frame() {
        return frame.orElseThrow();
    }

    /** The JPEG without all that says something about it. */
    byte[] bare() {
        return kept.toByteArray();
    }

    boolean ended() {
        return ended;
    }

    /** The transform of Adobe's segment: 0 none, 1 YCbCr, 2 YCCK. */
    Optional<Integer> adobe() {
        return adobe;
    }

    boolean jfif() {
        return jfif;
    }

    /** Whether there is a profile, whole or not. */
    boolean profiled() {
        return !profileParts.isEmpty();
    }

    /** The profile put together in the order of its parts' numbers; empty when one is missing. */
    Optional<byte[]> profile() {
        if (profileParts.isEmpty() || profileParts.size() != profileCount) {
            return Optional.empty();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        profileParts.values().forEach(all::writeBytes);
        return Optional.of(all.toByteArray());
    }

    Annotations annotations() {
        return Annotations.of(exif, resolution, left);
    }
}
