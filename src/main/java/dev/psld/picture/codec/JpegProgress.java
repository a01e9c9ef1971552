package dev.psld.picture.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which coefficients of a JPEG its scans have brought down to the last bit: without an end marker, that tells whether it is whole. */
final class JpegProgress {
    private static final int MOST_SCANS = 100; // programs write a dozen

    private static final int COEFFICIENTS = 64;

    private final Map<Integer, boolean[]> done = new HashMap<>();
    private List<Integer> components = List.of();
    private boolean progressive;
    private boolean scanned;
    private int scans;

    /** Takes the header of a scan, at {@code body} up to {@code end}. */
    void scan(byte[] file, int body, int end, Optional<JpegSegments.Frame> frame) {
        if (frame.isEmpty()) {
            throw UndecodableException.damaged("its pixels come before their size");
        }
        components = frame.get().components();
        int kind = frame.get().kind();
        progressive = kind == 0xC2 || kind == 0xCA;
        scanned = true;
        if (++scans > MOST_SCANS) {
            throw UndecodableException.unread(
                    "a JPEG of more than " + MOST_SCANS + " scans, each of which takes as long as a photo",
                    "save it anew, as PNG or as an ordinary JPEG");
        }
        int count = body < end ? file[body] & 255 : 0;
        if (end - body < 1 + 2 * count + 3) {
            throw UndecodableException.damaged("a scan header is too short");
        }
        int tail = body + 1 + 2 * count;
        int low = progressive ? file[tail] & 255 : 0;
        int high = progressive ? Math.min(COEFFICIENTS - 1, file[tail + 1] & 255) : COEFFICIENTS - 1;
        boolean last = !progressive || (file[tail + 2] & 15) == 0;
        for (int c = 0; c < count; c++) {
            boolean[] bits = done.computeIfAbsent(file[body + 1 + 2 * c] & 255, k -> new boolean[COEFFICIENTS]);
            for (int i = low; last && i <= high; i++) {
                bits[i] = true;
            }
        }
    }

    boolean begun() {
        return scanned;
    }

    /** Whether every component has had its last scan. */
    boolean complete() {
        for (int component : components) {
            boolean[] bits = done.getOrDefault(component, new boolean[1]);
            for (boolean bit : bits) {
                if (!bit) {
                    return false;
                }
            }
        }
        return scanned;
    }
}
