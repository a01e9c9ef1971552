package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadPictureTest {

    @TempDir
    Path folder;

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> new PictureReader().read(file))
                .isInstanceOf(BadPictureException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words)
                .message()
                .endsWith(".")
                .doesNotContain("\n")
                .doesNotContain("Exception");
    }

    private Path holding(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void missing() {
        assertRefused(folder.resolve("none.png"), "There is no file");
    }

    @Test
    void a_folder_named_like_a_picture() throws IOException {
        assertRefused(Files.createDirectory(folder.resolve("holiday.jpg")), "is a folder");
    }

    @Test
    void zero_bytes() throws IOException {
        assertRefused(holding("empty.png", new byte[0]), "empty (0 bytes)");
    }

    @ParameterizedTest
    @CsvSource({
        "%PDF-1.7,PDF",
        "hello there,a text file",
        "<svg xmlns=''/>,SVG",
        "PK\u0003\u0004rest,ZIP",
        "a\u0001\u0002\u0003\u0004 noise,is not a picture"
    })
    void other_kinds_are_named(String content, String word) throws IOException {
        assertRefused(
                holding("photo.jpg", content.getBytes(StandardCharsets.ISO_8859_1)), word, "PNG, JPEG, WebP or TIFF");
    }

    @ParameterizedTest
    @CsvSource({"animated.gif,GIF", "picture.bmp,BMP", "animated.webp,animated WebP"})
    void pictures_of_other_kinds_are_named(String name, String word) {
        assertRefused(Fixtures.file(name), word);
    }

    @Test
    void the_extension_does_not_matter() throws IOException {
        Path lying = holding("photo.jpg", Files.readAllBytes(Fixtures.file("rgb8.webp")));
        assertThat(new PictureReader().read(lying).width()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"smooth.png", "smooth.jpg", "smooth.webp", "wide.tif", "grey16.tif", "cmyk.jpg", "rgb8.webp"})
    void truncated_anywhere(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.file(name));
        int pixels = whole.length - (name.endsWith(".png") ? 16 : 0); // all but the end marker, which may be missing
        for (int percent = 30; percent < 100; percent += 5) {
            Path cut = holding(percent + name, Arrays.copyOf(whole, pixels * percent / 100));
            assertRefused(cut, "copy it again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smooth.png", "smooth.jpg", "smooth.webp", "wide.tif", "cmyk.jpg", "palette.png"})
    void flipped_bytes_are_a_picture_or_a_sentence(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.file(name));
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 60; trial++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k < 3; k++) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
            }
            Path file = holding("flipped", bytes);
            try {
                new PictureReader().read(file);
            } catch (BadPictureException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void a_bomb_is_refused_before_it_is_decoded() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.file("rgb8.tif"));
        Path file = holding("large.tif", bytes);
        assertThatThrownBy(() -> new PictureReader(23).read(file))
                .isInstanceOf(BadPictureException.class)
                .hasMessageContainingAll("6×4", "limit", "scale it down");
        assertThatCode(() -> new PictureReader(24).read(file)).doesNotThrowAnyException();
    }

    /** 400 MB of zeros in a text or profile: 0.4 MB of file, and no more memory than a picture without. */
    @ParameterizedTest
    @ValueSource(strings = {"zTXt Comment", "zTXt Raw profile type exif", "iCCP icc"})
    void what_is_inflated_is_bounded(String what) throws IOException {
        byte[] head = (what.substring(5) + "\0\0").getBytes(StandardCharsets.ISO_8859_1);
        Path file = holding("deep.png", Bomb.deep(what.substring(0, 4), head, 400));
        assertThat(Files.size(file)).isLessThan(500_000);
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        new PictureReader().read(file);
        long before = memory.getCurrentThreadAllocatedBytes();
        Picture picture = new PictureReader().read(file);
        long taken = memory.getCurrentThreadAllocatedBytes() - before;
        assertThat(picture.width()).isEqualTo(8);
        assertThat(taken)
                .as("bytes")
                .isLessThan(what.startsWith("iCCP") ? 50_000_000 : what.contains("exif") ? 16_000_000 : 1_000_000);
    }

    /** Each text is small enough, and there are hundreds of them. */
    @Test
    void what_is_inflated_is_bounded_for_the_whole_file() throws IOException {
        byte[] head = "Raw profile type exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] one = Bomb.deep("zTXt", head, 3);
        byte[] plain = Bomb.png(8, 8);
        int chunk = one.length - plain.length;
        ByteBuffer many = ByteBuffer.allocate(plain.length + 500 * chunk).put(plain, 0, 33);
        for (int i = 0; i < 500; i++) {
            many.put(one, 33, chunk);
        }
        Path file = holding("many.png", many.put(plain, 33, plain.length - 33).array());
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThat(new PictureReader().read(file).width()).isEqualTo(8);
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).as("bytes").isLessThan(200_000_000);
    }

    @Test
    void a_field_of_a_billion_values_takes_no_memory() throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) 7);
        int[][] fields = {
            {256, 4, 1, 64},
            {257, 4, 1, 64},
            {258, 3, 1, 8},
            {262, 3, 1, 1},
            {273, 4, 0x3fffffff, 100},
            {278, 4, 1, 1},
            {279, 4, 0x3fffffff, 100}
        };
        for (int[] field : fields) {
            tiff.putShort((short) field[0])
                    .putShort((short) field[1])
                    .putInt(field[2])
                    .putInt(field[3]);
        }
        Path file = holding("offsets.tif", tiff.array());
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertRefused(file, "1073741823 values");
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).as("bytes").isLessThan(5_000_000);
    }

    @Test
    void a_jpeg_of_scans_without_end_is_refused() throws IOException {
        byte[] jpeg = Files.readAllBytes(Fixtures.file("smooth.jpg"));
        int scan = jpeg.length;
        while (jpeg[--scan] != (byte) 0xDA || jpeg[scan - 1] != (byte) 0xFF) {}
        int size = jpeg.length - 2 - (scan - 1);
        ByteBuffer many = ByteBuffer.allocate(jpeg.length + 200 * size).put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 200; i++) {
            many.put(jpeg, scan - 1, size);
        }
        assertRefused(
                holding("scans.jpg", many.put(jpeg, jpeg.length - 2, 2).array()),
                "more than 100 scans",
                "save it anew");
    }

    @Test
    void no_memory_is_taken_for_pixels_that_the_file_cannot_hold() throws IOException {
        Path file = holding("claims.png", Bomb.png(9999, 9999));
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertRefused(file, "too few for its pixels", "copy it again");
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
    }

    @Test
    void a_png_that_claims_gigapixels_is_refused_at_once() throws IOException {
        assertRefused(holding("bomb.png", Bomb.png(60000, 60000)), "60000×60000", "100 megapixels");
    }
}
