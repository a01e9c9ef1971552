package dev.psld.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.picture.PictureFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names pictures are known. */
class PictureEndingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.JPG", "a.jpeg", "a.b.webp", ".hidden.tif", "a.TIFF"})
    void what_is_read_is_taken_for_a_picture(String name) {
        assertThat(PictureEndings.isPicture(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "a.gif", "a.png.part", "a.png~", "a.", "a.jpg.json", ""})
    void anything_else_is_not(String name) {
        assertThat(PictureEndings.isPicture(name)).isFalse();
    }

    @Test
    void every_written_format_is_read() {
        for (PictureFormat format : PictureFormat.values()) {
            assertThat(PictureEndings.READ).contains(format.extension());
            assertThat(PictureFormat.of(Path.of("a." + format.extension()))).isEqualTo(format);
        }
    }
}
