package dev.psld.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.chain.WindowCount;
import dev.psld.graph.Shape;
import dev.psld.host.SystemMemory;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Blending;
import dev.psld.picture.Feather;
import dev.psld.picture.Fitting;
import dev.psld.picture.Picture;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.Method;
import dev.psld.sampler.PictureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A photo of 2000×1000 pixels. */
class MemoryPlanTest {
    private static final long PICTURE = 12L * 2000 * 1000;

    @TempDir
    private Path root;

    private static MemoryPlan plan(Method method, int samples) {
        Picture picture = Picture.rgb(2000, 1000, new float[6_000_000]);
        Photo photo = new Photo(
                picture,
                Optional.empty(),
                new Blending(0, Feather.NONE),
                OptionalDouble.empty(),
                Optional.empty(),
                Fitting.of(2000, 1000, 2000, 1000),
                new Measurement(Identity.of(Shape.of(1, 3, 1000, 2000)), picture.readSamples()),
                Optional.of(picture.readSamples()),
                List.of());
        PictureSettings settings = new PictureSettings(method, 8, 1, 0.1, 1, 1, 0, 0.01, 0.1, 1);
        return MemoryPlan.of(
                photo, settings, samples, Optional.of(new Workload(new WindowCount(10, 500, 500), 8, samples, 1)));
    }

    @Test
    void one_best_guess_takes_the_photo_and_one_picture_more_and_a_band_of_windows() {
        long most = 2 * PICTURE + 12L * 500 * 2000;
        assertThat(plan(Method.PNP, 1).heap() - (160L << 20)).isEqualTo(most);
        assertThat(plan(Method.DIFFPIR, 1).heap())
                .isGreaterThan(plan(Method.PNP, 1).heap() + 2 * PICTURE);
        assertThat(plan(Method.DIFFPIR, 8).heap())
                .isGreaterThan(plan(Method.DIFFPIR, 1).heap() + 8 * PICTURE);
    }

    @Test
    void what_java_may_not_take_is_refused_with_what_to_give_it() {
        MemoryPlan large = new MemoryPlan(3L << 30, 1L << 29);
        assertThatExceptionOfType(BadPictureException.class)
                .isThrownBy(() -> large.require("big.png", 2L << 30, 0, SystemMemory.system()))
                .withMessage(
                        "big.png takes about 3.0 GB of Java's memory, and Java may take 2.0 GB here: give it more with"
                                + " JAVA_TOOL_OPTIONS=-Xmx3400m, or make the photo smaller.");
        assertThat(large.words()).isEqualTo("3.5 GB of memory");
    }

    @Test
    void what_the_machine_has_no_room_for_is_refused() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/meminfo"), "MemTotal: 4000000 kB\nMemAvailable: 1048576 kB\n");
        SystemMemory small = new SystemMemory(root);
        MemoryPlan plan = new MemoryPlan(2L << 30, 1L << 28);
        assertThatExceptionOfType(BadPictureException.class)
                .isThrownBy(() -> plan.require("big.png", 4L << 30, 1L << 28, small))
                .withMessageContaining("takes about 2.0 GB of memory more, and the machine has 1.0 GB free");
        assertThatCode(() -> plan.require("big.png", 4L << 30, 3L << 29, small)).doesNotThrowAnyException();
    }
}
