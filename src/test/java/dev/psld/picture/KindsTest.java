package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of make_picture_kinds.py: each is read as it is meant, or refused by its name with what to do. */
class KindsTest {
    private static final Path FOLDER = Fixtures.file("kinds/kinds.csv").resolveSibling("");

    static Stream<String> read() throws IOException {
        return rows(true);
    }

    static Stream<String> refused() throws IOException {
        return rows(false);
    }

    private static Stream<String> rows(boolean read) throws IOException {
        return Files.readAllLines(FOLDER.resolve("kinds.csv")).stream()
                .filter(row -> row.split(";", -1)[1].isEmpty() != read);
    }

    @Test
    void all_are_there() throws IOException {
        assertThat(rows(true)).hasSizeGreaterThan(300);
        assertThat(rows(false)).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource
    void read(String row) throws IOException {
        String[] cells = row.split(";", -1);
        Picture picture = new PictureReader().read(FOLDER.resolve(cells[0]));
        boolean grey = compare(picture, cells[1], Integer.parseInt(cells[2]));
        assertThat(picture.grey()).isEqualTo(grey || cells[0].startsWith("grey-as-colour"));
        if (cells[3].isEmpty()) {
            assertThat(picture.origin().remarks()).isEmpty();
        } else {
            assertThat(picture.origin().remarks()).anyMatch(r -> r.contains(cells[3]));
        }
    }

    /** Gives whether the right values are grey. */
    private static boolean compare(Picture picture, String name, int tolerance) throws IOException {
        byte[] packed = Files.readAllBytes(FOLDER.resolve(name));
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
            assertThat(picture.width()).isEqualTo(in.readInt());
            assertThat(picture.height()).isEqualTo(in.readInt());
            int channels = in.readInt();
            assertThat(picture.alpha().isPresent()).isEqualTo(channels == 4);
            float[] alpha = picture.alpha().orElse(new float[0]);
            boolean grey = true;
            int[] right = new int[channels];
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    for (int c = 0; c < channels; c++) {
                        right[c] = in.readUnsignedShort();
                        double unit = c < 3 ? (picture.sample(c, x, y) + 1.0) / 2 : alpha[y * picture.width() + x];
                        assertThat(Math.abs(unit * 65535 - right[c]))
                                .as("channel %d at (%d, %d)", c, x, y)
                                .isLessThanOrEqualTo(tolerance + 0.51);
                    }
                    grey &= right[0] == right[1] && right[1] == right[2];
                }
            }
            return grey;
        }
    }

    @ParameterizedTest
    @MethodSource
    void refused(String row) {
        String[] cells = row.split(";", -1);
        Path file = FOLDER.resolve(cells[0]);
        assertThatThrownBy(() -> new PictureReader().read(file))
                .isInstanceOf(BadPictureException.class)
                .hasMessageStartingWith(file + " is ")
                .hasMessageContaining(cells[3])
                .message()
                .endsWith(".")
                .contains(": ")
                .doesNotContain("\n");
    }
}
