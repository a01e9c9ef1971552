package dev.psld.picture.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of an EXIF block holds for another file with the same photo: when, where and with what it was taken, and whose it is.
 * Never the orientation, a thumbnail, sizes in pixels, or a maker's own notes. Immutable.
 *
 * @param order in which numbers were written, and are again
 * @param image fields of directory 0, by tag
 * @param photo those of the EXIF directory
 * @param place those of the GPS directory
 */
public record Exif(
        ByteOrder order,
        SortedMap<Integer, Value> image,
        SortedMap<Integer, Value> photo,
        SortedMap<Integer, Value> place) {

    static final int PHOTO_POINTER = 0x8769;
    static final int PLACE_POINTER = 0x8825;

    /** Nothing. */
    public static final Exif EMPTY = new Exif(ByteOrder.BIG_ENDIAN, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /** Values of one type as bytes in the block's order. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Value(int type, byte[] bytes) {
        /** How many. */
        public int count() {
            return bytes.length / TiffField.size(type);
        }
    }

    public boolean isEmpty() {
        return image.isEmpty() && photo.isEmpty() && place.isEmpty();
    }

    /** What it says, in a few words. */
    public String summary() {
        List<String> words = new ArrayList<>();
        if (image.containsKey(0x0132) || photo.containsKey(0x9003) || photo.containsKey(0x9004)) {
            words.add("date");
        }
        if (image.containsKey(0x010F) || image.containsKey(0x0110) || photo.containsKey(0x829A)) {
            words.add("camera");
        }
        if (!place.isEmpty()) {
            words.add("place");
        }
        if (image.containsKey(0x013B) || image.containsKey(0x8298)) {
            words.add("author");
        }
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }

    /** The block as a TIFF structure of its own, without a marker before it. */
    public byte[] toBytes() {
        SortedMap<Integer, Value> root = new TreeMap<>(image);
        int photoAt = 0;
        int placeAt = 0;
        int rootSize = size(image) + 12 * ((photo.isEmpty() ? 0 : 1) + (place.isEmpty() ? 0 : 1));
        int at = 8 + rootSize;
        if (!photo.isEmpty()) {
            photoAt = at;
            at += size(photo);
            root.put(PHOTO_POINTER, pointer(photoAt));
        }
        if (!place.isEmpty()) {
            placeAt = at;
            root.put(PLACE_POINTER, pointer(placeAt));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        out.writeBytes(ByteBuffer.allocate(8)
                .order(order)
                .put(mark)
                .put(mark)
                .putShort((short) 42)
                .putInt(8)
                .array());
        out.writeBytes(directory(root, 8));
        if (!photo.isEmpty()) {
            out.writeBytes(directory(photo, photoAt));
        }
        if (!place.isEmpty()) {
            out.writeBytes(directory(place, placeAt));
        }
        return out.toByteArray();
    }

    private Value pointer(int at) {
        return new Value(4, ByteBuffer.allocate(4).order(order).putInt(at).array());
    }

    /** Bytes of a directory with its values. */
    private static int size(Map<Integer, Value> fields) {
        int size = 2 + 12 * fields.size() + 4;
        for (Value value : fields.values()) {
            size += value.bytes().length > 4 ? value.bytes().length + value.bytes().length % 2 : 0;
        }
        return size;
    }

    private byte[] directory(SortedMap<Integer, Value> fields, int at) {
        ByteBuffer out = ByteBuffer.allocate(size(fields)).order(order);
        out.putShort((short) fields.size());
        int away = 2 + 12 * fields.size() + 4;
        for (Map.Entry<Integer, Value> field : fields.entrySet()) {
            byte[] bytes = field.getValue().bytes();
            out.putShort(field.getKey().shortValue());
            out.putShort((short) field.getValue().type());
            out.putInt(field.getValue().count());
            if (bytes.length <= 4) {
                out.put(bytes).put(new byte[4 - bytes.length]);
            } else {
                out.putInt(at + away);
                out.put(away, bytes);
                away += bytes.length + bytes.length % 2;
            }
        }
        return out.array();
    }
}
