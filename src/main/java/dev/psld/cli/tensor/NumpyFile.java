package dev.psld.cli.tensor;

import dev.psld.graph.ElementType;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads arrays as {@code numpy.save} and {@code numpy.savez} write them: little-endian, in C order, numbers or booleans.
 * Stateless and thread-safe.
 */
public final class NumpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
    private static final Pattern DIMS = Pattern.compile("'shape': *\\(([^)]*)\\)");

    private NumpyFile() {}

    /** The array of a {@code .npy} file. */
    public static Tensor array(Path file) {
        try {
            return decode(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new GraphException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The arrays of a {@code .npz} file by name. */
    public static Map<String, Tensor> arrays(Path file) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().replaceFirst("\\.npy$", "");
                arrays.put(name, decode(zip.readAllBytes(), name + " in " + file));
            }
        } catch (ZipException e) {
            throw new GraphException(file + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new GraphException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw new GraphException(file + " holds no arrays: write it with numpy.savez(file, NAME=array)");
        }
        return arrays;
    }

    private static Tensor decode(byte[] bytes, String source) {
        if (bytes.length < 12 || !Arrays.equals(bytes, 0, 6, MAGIC, 0, 6)) {
            throw new GraphException(source + " is no array of numpy: write it with numpy.save");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int wide = bytes[6] >= 2 ? 4 : 2;
        int start = 8 + wide;
        long length = wide == 4 ? Integer.toUnsignedLong(data.getInt(8)) : Short.toUnsignedInt(data.getShort(8));
        if (start + length > bytes.length) {
            throw new GraphException(source + " is truncated");
        }
        String header = new String(bytes, start, (int) length, StandardCharsets.US_ASCII);
        if (find(ORDER, header, source).equals("True")) {
            throw new GraphException(source + " is in Fortran order: save numpy.ascontiguousarray(array)");
        }
        ElementType type = type(find(TYPE, header, source), source);
        Shape shape = Shape.of(Arrays.stream(find(DIMS, header, source).split(","))
                .map(String::strip)
                .filter(d -> !d.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());
        return new Tensor(type, shape, data.position(start + (int) length).slice());
    }

    private static String find(Pattern pattern, String header, String source) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new GraphException(source + " has a header that is not numpy’s: " + header.strip());
        }
        return matcher.group(1);
    }

    private static ElementType type(String word, String source) {
        return switch (word) {
            case "<f4" -> ElementType.FLOAT;
            case "<f8" -> ElementType.DOUBLE;
            case "<f2" -> ElementType.FLOAT16;
            case "<i8" -> ElementType.INT64;
            case "<i4" -> ElementType.INT32;
            case "<i2" -> ElementType.INT16;
            case "|i1" -> ElementType.INT8;
            case "<u8" -> ElementType.UINT64;
            case "<u4" -> ElementType.UINT32;
            case "<u2" -> ElementType.UINT16;
            case "|u1" -> ElementType.UINT8;
            case "|b1" -> ElementType.BOOL;
            default ->
                throw new GraphException(source + " holds elements of kind " + word
                        + ", which are not supported: save little-endian numbers or booleans");
        };
    }
}
