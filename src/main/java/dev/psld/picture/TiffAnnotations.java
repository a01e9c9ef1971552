package dev.psld.picture;

import dev.psld.picture.codec.Annotations;
import dev.psld.picture.codec.Exif;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.ExifGPSTagSet;
import javax.imageio.plugins.tiff.ExifParentTIFFTagSet;
import javax.imageio.plugins.tiff.ExifTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.plugins.tiff.TIFFTagSet;

/** Puts what a file says about its picture into the directory of a TIFF. Stateless. */
final class TiffAnnotations {
    private static final long HUNDREDTHS = 100;

    private TiffAnnotations() {}

    static void put(Annotations said, TIFFDirectory directory) {
        BaselineTIFFTagSet baseline = BaselineTIFFTagSet.getInstance();
        said.resolution().ifPresent(r -> {
            directory.addTIFFField(rational(baseline.getTag(BaselineTIFFTagSet.TAG_X_RESOLUTION), r.x()));
            directory.addTIFFField(rational(baseline.getTag(BaselineTIFFTagSet.TAG_Y_RESOLUTION), r.y()));
            directory.addTIFFField(new TIFFField(
                    baseline.getTag(BaselineTIFFTagSet.TAG_RESOLUTION_UNIT), BaselineTIFFTagSet.RESOLUTION_UNIT_INCH));
        });
        Exif exif = said.exif();
        fields(exif, exif.image(), baseline).forEach(directory::addTIFFField);
        ExifParentTIFFTagSet parent = ExifParentTIFFTagSet.getInstance();
        below(exif, exif.photo(), ExifTIFFTagSet.getInstance(), parent, ExifParentTIFFTagSet.TAG_EXIF_IFD_POINTER)
                .forEach(directory::addTIFFField);
        below(exif, exif.place(), ExifGPSTagSet.getInstance(), parent, ExifParentTIFFTagSet.TAG_GPS_INFO_IFD_POINTER)
                .forEach(directory::addTIFFField);
    }

    private static List<TIFFField> below(
            Exif exif, SortedMap<Integer, Exif.Value> values, TIFFTagSet tags, TIFFTagSet parent, int pointer) {
        if (values.isEmpty()) {
            return List.of();
        }
        TIFFTag tag = parent.getTag(pointer);
        TIFFDirectory below = new TIFFDirectory(new TIFFTagSet[] {tags}, tag);
        fields(exif, values, tags).forEach(below::addTIFFField);
        return List.of(new TIFFField(tag, TIFFTag.TIFF_LONG, 1L, below));
    }

    private static TIFFField rational(TIFFTag tag, double value) {
        return new TIFFField(tag, TIFFTag.TIFF_RATIONAL, 1, new long[][] {{Math.round(value * HUNDREDTHS), HUNDREDTHS}
        });
    }

    private static List<TIFFField> fields(Exif exif, SortedMap<Integer, Exif.Value> values, TIFFTagSet tags) {
        List<TIFFField> fields = new ArrayList<>();
        values.forEach((number, value) -> {
            TIFFTag known = tags.getTag(number);
            TIFFTag tag = known != null && known.isDataTypeOK(value.type())
                    ? known
                    : new TIFFTag("unknown", number, 1 << value.type());
            fields.add(new TIFFField(tag, value.type(), count(value), data(value, exif.order())));
        });
        return fields;
    }

    private static int count(Exif.Value value) {
        return value.type() == TIFFTag.TIFF_ASCII ? 1 : value.count();
    }

    /** The values in the form that the type has in javax.imageio. */
    private static Object data(Exif.Value value, ByteOrder order) {
        ByteBuffer b = ByteBuffer.wrap(value.bytes()).order(order);
        int n = value.count();
        switch (value.type()) {
            case TIFFTag.TIFF_ASCII -> {
                return new String[] {new String(value.bytes(), StandardCharsets.ISO_8859_1).replaceAll("\0.*", "")};
            }
            case TIFFTag.TIFF_SHORT -> {
                char[] out = new char[n];
                b.asCharBuffer().get(out);
                return out;
            }
            case TIFFTag.TIFF_SSHORT -> {
                short[] out = new short[n];
                b.asShortBuffer().get(out);
                return out;
            }
            case TIFFTag.TIFF_LONG -> {
                long[] out = new long[n];
                for (int i = 0; i < n; i++) {
                    out[i] = Integer.toUnsignedLong(b.getInt());
                }
                return out;
            }
            case TIFFTag.TIFF_SLONG -> {
                int[] out = new int[n];
                b.asIntBuffer().get(out);
                return out;
            }
            case TIFFTag.TIFF_RATIONAL -> {
                long[][] out = new long[n][2];
                for (long[] pair : out) {
                    pair[0] = Integer.toUnsignedLong(b.getInt());
                    pair[1] = Integer.toUnsignedLong(b.getInt());
                }
                return out;
            }
            case TIFFTag.TIFF_SRATIONAL -> {
                int[][] out = new int[n][2];
                for (int[] pair : out) {
                    pair[0] = b.getInt();
                    pair[1] = b.getInt();
                }
                return out;
            }
            case TIFFTag.TIFF_FLOAT -> {
                float[] out = new float[n];
                b.asFloatBuffer().get(out);
                return out;
            }
            case TIFFTag.TIFF_DOUBLE -> {
                double[] out = new double[n];
                b.asDoubleBuffer().get(out);
                return out;
            }
            default -> {
                return value.bytes().clone();
            }
        }
    }
}
