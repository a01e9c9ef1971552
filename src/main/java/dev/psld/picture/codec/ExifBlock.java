package dev.psld.picture.codec;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** The EXIF of a file as far as it can be read; what is broken in it counts as not there. Immutable. */
record ExifBlock(TiffStructure structure, TiffStructure.Directory image) {
    private static final String MARK = "Exif\0\0";
    private static final int LONGEST_VALUE = 1 << 15;
    private static final int LARGEST = 60_000; // what a segment of a JPEG holds, and room for its head

    private static final int ORIENTATION = 274;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int RESOLUTION_UNIT = 296;

    /** Description, maker, model, date, artist, copyright, rating, and the titles that Windows writes. */
    private static final Set<Integer> IMAGE =
            Set.of(0x010E, 0x010F, 0x0110, 0x0132, 0x013B, 0x8298, 0x4746, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F);

    /** Maker's notes, sizes in pixels and what counts in them, colour space, how it was compressed, links to more. */
    private static final Set<Integer> NOT_OF_PHOTO = Set.of(
            0x927C, 0xA001, 0xA002, 0xA003, 0xA005, 0x9101, 0x9102, 0x9214, 0xA214, 0xA20C, 0xA302, 0xA40B, 0xEA1C);

    /** Of these bytes, with the mark that JPEG puts before them or without; empty where they are none. */
    static Optional<ExifBlock> of(byte[] bytes) {
        int from = Bytes.at(bytes, 0, MARK) ? MARK.length() : 0;
        try {
            TiffStructure structure = TiffStructure.of(ByteSource.of(Arrays.copyOfRange(bytes, from, bytes.length)));
            return Optional.of(new ExifBlock(structure, structure.directory(structure.first())));
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    /** 1 where none is stated, or nonsense. */
    int orientation() {
        long stated = number(ORIENTATION).orElse(1L);
        return stated >= 1 && stated <= 8 ? (int) stated : 1;
    }

    /** Only where a unit of length is stated, or left out, which stands for inches (TIFF 6.0). */
    Optional<Resolution> resolution() {
        double unit = switch (Math.toIntExact(
                Math.max(0, Math.min(9, number(RESOLUTION_UNIT).orElse(2L))))) {
            case 2 -> 1;
            case 3 -> 100 * Resolution.METRE;
            default -> 0;
        };
        try {
            double x = unit * image.field(X_RESOLUTION).map(this::value).orElse(0.0);
            double y = unit * image.field(Y_RESOLUTION).map(this::value).orElse(0.0);
            return Resolution.sound(x, y) ? Optional.of(new Resolution(x, y)) : Optional.empty();
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    Exif harmless() {
        int[] room = {LARGEST};
        SortedMap<Integer, Exif.Value> first = values(image, IMAGE::contains, room);
        SortedMap<Integer, Exif.Value> photo =
                values(below(Exif.PHOTO_POINTER), tag -> tag >= 0x8000 && !NOT_OF_PHOTO.contains(tag), room);
        SortedMap<Integer, Exif.Value> place = values(below(Exif.PLACE_POINTER), tag -> tag < 0x100, room);
        if (!photo.keySet().stream().anyMatch(tag -> tag != 0x9000 && tag != 0xA000)) {
            photo.clear(); // the version alone says nothing
        }
        return new Exif(structure.order(), first, photo, place);
    }

    private double value(TiffField field) {
        return field.count() == 0 ? 0 : structure.doubles(new TiffField(field.type(), 1, field.at()))[0];
    }

    private Optional<Long> number(int tag) {
        try {
            return structure.first(image, tag);
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    private Optional<TiffStructure.Directory> below(int pointer) {
        try {
            return structure.first(image, pointer).map(structure::directory);
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    private SortedMap<Integer, Exif.Value> values(
            Optional<TiffStructure.Directory> directory, IntPredicate wanted, int[] room) {
        return directory.map(d -> values(d, wanted, room)).orElseGet(TreeMap::new);
    }

    private SortedMap<Integer, Exif.Value> values(TiffStructure.Directory directory, IntPredicate wanted, int[] room) {
        SortedMap<Integer, Exif.Value> values = new TreeMap<>();
        new TreeMap<>(directory.fields()).forEach((tag, field) -> {
            long bytes = field.bytes();
            boolean fits = bytes > 0 && bytes <= LONGEST_VALUE && bytes + 16 <= room[0] && field.type() <= 12;
            if (wanted.test(tag) && fits) {
                try {
                    values.put(tag, new Exif.Value(field.type(), structure.bytes(field)));
                    room[0] -= (int) bytes + 16;
                } catch (UndecodableException e) {
                    // This one lies behind the end.
                }
            }
        });
        return values;
    }
}
