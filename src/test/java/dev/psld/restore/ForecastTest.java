package dev.psld.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Shape;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.ProviderLadder;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Blending;
import dev.psld.picture.Feather;
import dev.psld.picture.Fitting;
import dev.psld.picture.Picture;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.Photo;
import dev.psld.restore.photo.PhotoOptions;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.PictureSize;
import dev.psld.restore.photo.Recipe;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.Method;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A photo of 40×16 pixels in windows of 16×16: three, of which each shares a latent with the next. */
class ForecastTest {
    private static final BatchPlan PLAN = new BatchPlan(1, 1);
    private static final String KIND = "tiny cpu denoise psld 1 1";

    @TempDir
    static Path models;

    private static Environment environment;
    private static Prior prior;

    @TempDir
    private Path folder;

    private final List<String> remarks = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        environment = Environment.open();
        Bundle bundle = TinyBundle.export(environment, models, dev.psld.autodiff.Mode.TAPE);
        prior = new LoadedModel("tiny", environment, bundle, ProviderLadder.pick(environment));
    }

    @AfterAll
    static void close() {
        prior.close();
        environment.close();
    }

    private static Photo photo() {
        Picture picture = Picture.rgb(40, 16, new float[3 * 40 * 16]);
        return new Photo(
                picture,
                Optional.empty(),
                new Blending(0, Feather.NONE),
                OptionalDouble.empty(),
                Optional.empty(),
                Fitting.of(40, 16, 40, 16),
                new Measurement(Identity.of(Shape.of(1, 3, 16, 40)), picture.samples()),
                Optional.empty(),
                List.of());
    }

    private static PhotoTask task(int samples) {
        return task(samples, Optional.empty());
    }

    private static PhotoTask task(int samples, Optional<Checkpoint> checkpoint) {
        Path file = Path.of("photo.png");
        Recipe recipe = new Recipe(
                dev.psld.operator.Task.DENOISE,
                dev.psld.operator.Lift.STABLE,
                2,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
        PhotoOptions options = new PhotoOptions(
                recipe,
                Optional.empty(),
                false,
                new Blending(0, Feather.NONE),
                Optional.empty(),
                false,
                new PictureSize.Own(),
                false);
        return new PhotoTask(
                file,
                ShownNames.of(file),
                "denoise",
                new PhotoReader(options, environment),
                Settings.defaults().withSteps(100),
                samples,
                0,
                new Destination(Path.of("out"), false, true, Map.of()),
                checkpoint,
                (step, steps) -> {},
                Optional.empty());
    }

    /** So fast that a hundred steps take ten seconds. */
    private Pace pace() {
        Pace pace = new Pace(folder.resolve("pace.properties"));
        pace.took(KIND, 10 / (1e-6 * 3 * 16 * 16 * 100));
        return pace;
    }

    private PhotoTask limited(String limit, int samples) {
        Optional<Duration> time =
                Optional.of(limit).filter(text -> !text.isEmpty()).map(Duration::parse);
        return new Forecast(prior, time, pace()).within(task(samples), photo(), PLAN, remarks::add);
    }

    @Test
    void what_it_takes_is_said_before_it_begins() {
        assertThat(limited("", 3).samples()).isEqualTo(3);
        assertThat(remarks).containsExactly("it takes about 30 s: 3 times 100 steps of 3 windows of 16×16 pixels");
    }

    @Test
    void samples_are_left_out_first_then_steps() {
        PhotoTask two = limited("PT21S", 3);
        assertThat(two.samples()).isEqualTo(2);
        assertThat(two.settings().steps()).isEqualTo(100);
        assertThat(remarks.get(0)).isEqualTo("to stay within 21 s it takes all steps and 2 of 3 samples");
        PhotoTask fewer = limited("PT5S", 3);
        assertThat(fewer.samples()).isEqualTo(1);
        assertThat(fewer.settings().steps()).isEqualTo(50);
        assertThat(remarks).contains("to stay within 5 s it takes 50 steps in place of 100 and 1 of 3 samples");
    }

    @Test
    void work_that_goes_on_keeps_to_what_it_set_out_to_do_however_fast_it_is_now() {
        Optional<Checkpoint> kept = Optional.of(new Checkpoint(folder, "a photo", 10));
        Optional<Duration> five = Optional.of(Duration.ofSeconds(5));
        PhotoTask first = new Forecast(prior, five, pace()).within(task(3, kept), photo(), PLAN, remarks::add);
        assertThat(first.settings().steps()).isEqualTo(50);
        Pace slow = new Pace(folder.resolve("slow.properties"));
        slow.took(KIND, 100 / (1e-6 * 3 * 16 * 16 * 100));
        PhotoTask again = new Forecast(prior, five, slow).within(task(3, kept), photo(), PLAN, remarks::add);
        assertThat(again.settings().steps()).isEqualTo(50);
        assertThat(again.samples()).isEqualTo(1);
        Optional<Checkpoint> other = Optional.of(new Checkpoint(folder, "another photo", 10));
        assertThat(new Forecast(prior, Optional.of(Duration.ofSeconds(60)), slow)
                        .within(task(1, other), photo(), PLAN, remarks::add)
                        .settings()
                        .steps())
                .isEqualTo(60);
    }

    @Test
    void poses_are_left_out_before_steps_and_stay_out_when_it_goes_on() {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PHOTOS)));
        PictureSettings settings = new PictureSettings(Method.PNP, 8, 0.4, 0.02, 1, 1, 0, 1e-3, 0.2, 7).withPoses(4);
        PhotoTask all =
                task(1, Optional.of(new Checkpoint(folder, "a photo", 10))).with(settings, 1);
        try (Prior photos = new LoadedModel("photo", environment, bundle, ProviderLadder.pick(environment))) {
            Pace pace = new Pace(folder.resolve("pace.properties"));
            Workload whole = Workload.of(bundle.manifest(), photo(), 8, 1, 4);
            pace.took("photo cpu denoise pnp 1 1", 40 / whole.megapixels());
            PhotoTask three = new Forecast(photos, Optional.of(Duration.ofSeconds(31)), pace)
                    .within(all, photo(), PLAN, remarks::add);
            assertThat(three.settings()).isEqualTo(settings.withPoses(3));
            assertThat(remarks.get(0)).isEqualTo("to stay within 31 s it takes all steps and 3 of 4 poses");
            assertThat(remarks.get(1)).endsWith("in 3 poses");
            pace.took("photo cpu denoise pnp 1 1", 4000 / whole.megapixels());
            assertThat(new Forecast(photos, Optional.of(Duration.ofSeconds(31)), pace)
                            .within(all, photo(), PLAN, remarks::add)
                            .settings())
                    .isEqualTo(settings.withPoses(3));
            Pace slow = new Pace(folder.resolve("slow.properties"));
            slow.took("photo cpu denoise pnp 1 1", 40 / whole.megapixels());
            PhotoTask five = new Forecast(photos, Optional.of(Duration.ofSeconds(6)), slow)
                    .within(task(1).with(settings, 1), photo(), PLAN, remarks::add);
            assertThat(five.settings()).isEqualTo(settings.withPoses(1).withSteps(4));
        }
    }

    @Test
    void what_fits_into_no_time_is_refused_with_what_it_would_take() {
        assertThatExceptionOfType(BadPictureException.class)
                .isThrownBy(() -> limited("PT1S", 1))
                .withMessageContaining("photo.png takes about 2 s even with 20 steps and one sample, and may take 1 s")
                .withMessageContaining("--max-time");
    }

    @Test
    void the_last_run_counts_for_half_and_a_damaged_file_for_nothing() throws IOException {
        Path file = folder.resolve("kept.properties");
        Pace pace = new Pace(file);
        assertThat(pace.of(KIND)).isEmpty();
        pace.took(KIND, 4);
        pace.took(KIND, 2);
        pace.took("another", 9);
        assertThat(new Pace(file).of(KIND).orElseThrow()).isCloseTo(3, within(1e-12));
        Files.writeString(file, "tiny-cpu-denoise-psld-1-1=x\n\\u00");
        assertThat(pace.of(KIND)).isEmpty();
        pace.took(KIND, 5);
        assertThat(pace.of(KIND)).hasValue(5);
    }

    @Test
    void the_model_is_timed_where_nothing_is_known() {
        prior.load(PLAN, Stepping.CHAIN, Settings.defaults());
        assertThat(prior.secondsPerMegapixel()).isBetween(1e-3, 1e4);
    }
}
