package dev.psld.picture.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The directories of a TIFF or BigTIFF, in either byte order; an EXIF block is one too. Immutable. */
record TiffStructure(ByteSource source, ByteOrder order, boolean big, long first) {
    private static final int MOST_FIELDS = 4096;
    private static final int MOST_DIRECTORIES = 10_000;
    private static final int MOST_BYTES = 64 << 20;

    /** Fields by tag, and where the next directory is; 0 for nowhere. */
    record Directory(Map<Integer, TiffField> fields, long next) {
        Optional<TiffField> field(int tag) {
            return Optional.ofNullable(fields.get(tag));
        }
    }

    /** @throws UndecodableException when it does not begin as one */
    static TiffStructure of(ByteSource source) {
        byte[] head = source.read(0, 8);
        ByteOrder order = head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer b = ByteBuffer.wrap(head).order(order);
        boolean mark = head[0] == head[1] && (head[0] == 'I' || head[0] == 'M');
        int version = b.getShort(2);
        if (!mark || (version != 42 && version != 43)) {
            throw UndecodableException.damaged("its TIFF header makes no sense");
        }
        if (version == 42) {
            return new TiffStructure(source, order, false, Integer.toUnsignedLong(b.getInt(4)));
        }
        return new TiffStructure(
                source,
                order,
                true,
                ByteBuffer.wrap(source.read(8, 8)).order(order).getLong());
    }

    /** All directories in their order; those that come round to one before them end there. */
    List<Directory> directories() {
        List<Directory> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (long at = first;
                at != 0 && seen.add(at) && all.size() < MOST_DIRECTORIES;
                at = all.get(all.size() - 1).next()) {
            all.add(directory(at));
        }
        return all;
    }

    Directory directory(long at) {
        long count = big ? number(at, 8) : number(at, 2);
        if (count < 0 || count > MOST_FIELDS) {
            throw UndecodableException.damaged("a directory of it has " + count + " fields");
        }
        int entry = big ? 20 : 12;
        long from = at + (big ? 8 : 2);
        byte[] table = source.read(from, (int) count * entry);
        ByteBuffer b = ByteBuffer.wrap(table).order(order);
        Map<Integer, TiffField> fields = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int tag = Short.toUnsignedInt(b.getShort(i * entry));
            int type = Short.toUnsignedInt(b.getShort(i * entry + 2));
            long values = big ? b.getLong(i * entry + 4) : Integer.toUnsignedLong(b.getInt(i * entry + 4));
            int place = i * entry + (big ? 12 : 8);
            TiffField field = new TiffField(type, values, from + place);
            if (TiffField.size(type) == 0 || values < 0) {
                continue; // a type of some later time
            }
            if (field.bytes() > (big ? 8 : 4)) {
                long away = big ? b.getLong(place) : Integer.toUnsignedLong(b.getInt(place));
                field = new TiffField(type, values, away);
            }
            fields.putIfAbsent(tag, field);
        }
        long end = from + count * entry;
        boolean last = end + (big ? 8 : 4) > source.size(); // some writers leave the last offset out
        return new Directory(fields, last ? 0 : number(end, big ? 8 : 4));
    }

    /** The values as bytes. */
    byte[] bytes(TiffField field) {
        if (field.bytes() > MOST_BYTES) {
            throw UndecodableException.damaged("a field of it has " + field.count() + " values");
        }
        return source.read(field.at(), (int) field.bytes());
    }

    /** The values as whole numbers; fractions are cut. */
    long[] longs(TiffField field) {
        ByteBuffer b = ByteBuffer.wrap(bytes(field)).order(order); // before memory is taken for what may not be there
        double[] exact =
                field.type() == 5 || (field.type() >= 10 && field.type() <= 12) ? doubles(field) : new double[0];
        long[] out = new long[exact.length == 0 ? Math.toIntExact(Math.min(field.count(), MOST_BYTES)) : exact.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = exact.length > 0
                    ? (long) exact[i]
                    : switch (field.type()) {
                        case 3 -> Short.toUnsignedInt(b.getShort(2 * i));
                        case 8 -> b.getShort(2 * i);
                        case 4, 13 -> Integer.toUnsignedLong(b.getInt(4 * i));
                        case 9 -> b.getInt(4 * i);
                        case 16, 17, 18 -> b.getLong(8 * i);
                        case 6 -> b.get(i);
                        default -> b.get(i) & 255;
                    };
        }
        return out;
    }

    /** The values as numbers. */
    double[] doubles(TiffField field) {
        ByteBuffer b = ByteBuffer.wrap(bytes(field)).order(order);
        int type = field.type();
        if (type != 5 && type != 10 && type != 11 && type != 12) {
            long[] whole = longs(field);
            double[] out = new double[whole.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = whole[i];
            }
            return out;
        }
        double[] out = new double[(int) field.count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (type) {
                case 5 ->
                    (double) Integer.toUnsignedLong(b.getInt(8 * i)) / Integer.toUnsignedLong(b.getInt(8 * i + 4));
                case 10 -> (double) b.getInt(8 * i) / b.getInt(8 * i + 4);
                case 11 -> b.getFloat(4 * i);
                default -> b.getDouble(8 * i);
            };
        }
        return out;
    }

    /** The first value of a field as a whole number. */
    Optional<Long> first(Directory directory, int tag) {
        return directory.field(tag).filter(f -> f.count() > 0).map(f -> longs(new TiffField(f.type(), 1, f.at()))[0]);
    }

    private long number(long at, int size) {
        ByteBuffer b = ByteBuffer.wrap(source.read(at, size)).order(order);
        return switch (size) {
            case 2 -> Short.toUnsignedInt(b.getShort());
            case 4 -> Integer.toUnsignedLong(b.getInt());
            default -> b.getLong();
        };
    }
}
