package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.png.PngDirectory;
import dev.psld.file.AtomicFile;
import dev.psld.file.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PictureWriterTest {

    @TempDir
    Path folder;

    private final PictureWriter writer = new PictureWriter();

    @ParameterizedTest
    @CsvSource({
        "png,8,false,false", "png,8,false,true", "png,8,true,false", "png,8,true,true",
        "png,16,false,false", "png,16,false,true", "png,16,true,false", "png,16,true,true",
        "tif,8,false,false", "tif,8,false,true", "tif,8,true,false", "tif,8,true,true",
        "tif,16,false,false", "tif,16,false,true", "tif,16,true,false", "tif,16,true,true"
    })
    void lossless_formats_give_every_sample_back(String extension, int bits, boolean grey, boolean alpha) {
        Picture picture = picture(bits, grey, alpha);
        Path file = folder.resolve("out." + extension);
        writer.write(picture, file);
        Picture back = new PictureReader().read(file);
        assertThat(back.samples()).containsExactly(picture.samples());
        assertThat(back.bitDepth()).isEqualTo(bits);
        assertThat(back.grey()).isEqualTo(grey);
        assertThat(back.alpha().isPresent()).isEqualTo(alpha);
        if (alpha) {
            assertThat(back.alpha().orElseThrow())
                    .containsExactly(picture.alpha().orElseThrow());
        }
    }

    @Test
    void jpeg_is_close_and_opaque() {
        Picture picture = Fixtures.read("smooth.png");
        Path file = folder.resolve("out.jpg");
        writer.write(picture, file, PictureFormat.JPEG, Map.of("seed", "7"));
        Picture back = new PictureReader().read(file);
        float[] a = picture.samples();
        float[] b = back.samples();
        for (int i = 0; i < a.length; i++) {
            assertThat(b[i]).isBetween(a[i] - 0.08f, a[i] + 0.08f);
        }
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void the_order_of_the_texts_does_not_change_the_bytes(PictureFormat format) throws IOException {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("Software", "psld");
        one.put("Description", "restored");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("Description", "restored");
        other.put("Software", "psld");
        Picture picture = picture(8, false, false);
        writer.write(picture, folder.resolve("one"), format, one);
        writer.write(picture, folder.resolve("other"), format, other);
        assertThat(Files.readAllBytes(folder.resolve("one"))).isEqualTo(Files.readAllBytes(folder.resolve("other")));
    }

    @Test
    void texts_are_kept_in_every_format() throws Exception {
        Map<String, String> texts = Map.of("psld:seed", "42", "psld:task", "inpaint – grün 日本");
        for (PictureFormat format : PictureFormat.values()) {
            Path file = folder.resolve("out." + format.extension());
            writer.write(picture(8, false, false), file, format, texts);
            Metadata metadata = ImageMetadataReader.readMetadata(file.toFile());
            String all = StreamSupport.stream(metadata.getDirectories().spliterator(), false)
                    .flatMap(d -> d.getTags().stream())
                    .map(t -> String.valueOf(t.getDescription()))
                    .toList()
                    .toString();
            assertThat(all).contains("psld:seed: 42").contains("psld:task: inpaint – grün 日本");
        }
        Metadata png =
                ImageMetadataReader.readMetadata(folder.resolve("out.png").toFile());
        assertThat(png.getDirectoriesOfType(PngDirectory.class))
                .anyMatch(d -> d.containsTag(PngDirectory.TAG_SRGB_RENDERING_INTENT));
    }

    @Test
    void the_same_picture_gives_the_same_bytes() throws IOException {
        writer.write(picture(8, false, true), folder.resolve("a.png"), PictureFormat.PNG, Map.of("seed", "1"));
        writer.write(picture(8, false, true), folder.resolve("b.png"), PictureFormat.PNG, Map.of("seed", "1"));
        assertThat(folder.resolve("a.png")).hasSameBinaryContentAs(folder.resolve("b.png"));
    }

    @Test
    void an_existing_file_is_replaced_only_on_demand() throws IOException {
        Path file = folder.resolve("out.png");
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> writer.write(picture(8, false, false), file))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("exists already");
        assertThat(file).hasContent("precious");
        writer.overwriting(true).write(picture(8, false, false), file);
        assertThat(new PictureReader().read(file).width()).isEqualTo(5);
        assertOnly("out.png");
    }

    @Test
    void bad_outputs_are_sentences_and_leave_nothing() throws IOException {
        assertThatThrownBy(() -> writer.write(picture(8, false, false), folder.resolve("none/out.png")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("There is no folder");
        assertThatThrownBy(() -> writer.write(picture(8, false, false), folder.resolve("out.webp")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("use .png, .jpg or .tif");
        Picture broken = Picture.rgb(1, 1, new float[] {0, Float.NaN, 0});
        assertThatThrownBy(() -> writer.write(broken, folder.resolve("out.png")))
                .hasMessageContaining("not a number");
        assertOnly();
    }

    @Test
    void a_failure_in_the_middle_leaves_nothing() throws IOException {
        Path file = folder.resolve("report.json");
        assertThatThrownBy(() -> AtomicFile.write(file, false, out -> {
                    out.write(new byte[100]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("report.json cannot be written: No space left on device");
        assertOnly();
    }

    @Test
    void a_name_taken_while_writing_is_not_overwritten() throws IOException {
        Path file = folder.resolve("report.json");
        assertThatThrownBy(() -> AtomicFile.write(file, false, out -> {
                    out.write(1);
                    Files.writeString(file, "first");
                }))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("exists already");
        assertThat(file).hasContent("first");
        assertOnly("report.json");
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    private static Picture picture(int bits, boolean grey, boolean alpha) {
        SplittableRandom random = new SplittableRandom(bits);
        int n = 5 * 4;
        float[] samples = new float[3 * n];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = grey && i >= n ? samples[i % n] : Picture.dequantise(random.nextInt(1 << bits), bits);
        }
        float[] plane = new float[n];
        for (int i = 0; i < n; i++) {
            plane[i] = (float) (random.nextInt(1 << bits) / (double) ((1 << bits) - 1));
        }
        Optional<float[]> a = alpha ? Optional.of(plane) : Optional.empty();
        return Picture.of(5, 4, samples, a, new Origin(bits, grey, List.of()));
    }
}
