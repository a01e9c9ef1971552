package dev.psld.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.bundle.Manifest;
import dev.psld.bundle.TinyText;
import dev.psld.cli.Pictures;
import dev.psld.cli.TinyModelFolder;
import dev.psld.config.AgentConfig;
import dev.psld.fault.Fault;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.job.InterruptionException;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSteps;
import dev.psld.job.JobView;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.operator.OperatorException;
import dev.psld.ort.Environment;
import dev.psld.picture.Fixtures;
import dev.psld.picture.codec.Annotations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent has restored by real graphs, of the tiny model. */
class ModelRestorerTest {
    /** Steps that the preset of denoise ends with. */
    private static final int POLISH = 10;

    @TempDir
    static Path models;

    private static Path model = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void export() throws IOException {
        model = TinyModelFolder.export(models);
    }

    @Test
    void a_photo_of_the_task_custom_is_restored_with_the_configured_operator() throws IOException {
        GraphBuilder flip = new GraphBuilder("flip", 17);
        flip.input("photo", ElementType.FLOAT, 1, 3, 16, 16);
        flip.emitAs("negative", "Neg", Attributes.NONE, "photo");
        flip.output("negative", ElementType.FLOAT, 1, 3, 16, 16);
        Path operator = folder.resolve("negative.onnx");
        OnnxWriter.write(flip.build(), operator);
        RestoreResult made = restore(Map.of("tasks.custom.operator", operator.toString(), "tasks.custom.steps", "5"));
        assertThat(Pictures.read(made.picture()).width()).isEqualTo(16);
        assertThat(made.sidecars().get(0)).content().contains("\"operator\" : \"custom “flip”\"");
    }

    @Test
    void without_an_operator_it_fails_with_the_key_to_set() {
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore(Map.of()))
                .matches(e -> e.fault() == Fault.PHOTO)
                .withMessageContaining("custom/odd.png")
                .withMessageContaining("tasks.custom.operator")
                .withMessageContaining("psld agent retry");
    }

    @Test
    void an_operator_that_is_not_there_fails_with_its_name() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> restore(Map.of("tasks.custom.operator", "/nowhere/a.onnx")))
                .matches(e -> e.fault() == Fault.GRAPH)
                .withMessageContaining("/nowhere/a.onnx");
    }

    /** As a job does that is stopped while it waits between steps, for the board to cool or for a resume. */
    @ParameterizedTest
    @CsvSource({"16,16", "37,25"}) // of the model's size, or in windows of it
    void a_stop_at_any_step_keeps_where_the_job_stands(int width, int height) throws IOException {
        Pictures.write(folder.resolve("photo.png"), width, height);
        Map<String, String> values = Map.of(
                "checkpoint-every", "0", "tasks.denoise.steps", "9", "tasks.denoise.samples", "2", "fit", "false");
        assertThatExceptionOfType(InterruptionException.class)
                .isThrownBy(() -> restore("denoise", values, (step, steps) -> {
                    if (step == 9 + POLISH + 4) {
                        throw new InterruptionException(InterruptionException.Reason.STOP);
                    }
                }));
        List<Integer> later = new ArrayList<>();
        RestoreResult made = restore("denoise", values, (step, steps) -> later.add(step));
        // The other sample, which is drawn beside it, may have made one more step when it heard of the stop.
        assertThat(later).endsWith(35, 36, 37, 38).hasSizeBetween(14, 15);
        assertThat(made.remarks()).anyMatch(remark -> remark.matches("sample [12] goes on from step \\d+"));
        byte[] resumed = Files.readAllBytes(made.picture());
        TemporaryFolder.delete(folder.resolve("checkpoint"));
        RestoreResult whole = restore("denoise", values, (step, steps) -> {});
        assertThat(whole.remarks()).noneMatch(remark -> remark.contains("goes on from step"));
        assertThat(Files.readAllBytes(whole.picture())).isEqualTo(resumed);
    }

    @Test
    void who_follows_a_job_sees_its_steps_and_its_result_is_the_same() throws IOException {
        Map<String, String> values = Map.of("tasks.denoise.steps", "9");
        byte[] unseen = Files.readAllBytes(
                restore("denoise", values, (step, steps) -> {}).picture());
        assertThat(folder.resolve("view")).doesNotExist();
        TemporaryFolder.delete(folder.resolve("checkpoint"));
        Files.createDirectories(folder.resolve("view"));
        byte[] seen = Files.readAllBytes(
                restore("denoise", values, (step, steps) -> {}).picture());
        assertThat(seen).isEqualTo(unseen);
        JobView view = JobView.read(folder.resolve("view")).orElseThrow();
        assertThat(view.step()).isEqualTo(9 + POLISH);
        assertThat(view.steps()).isEqualTo(9 + POLISH);
        assertThat(view.residuals()).extracting(JobView.Residual::step).contains(1, 5, 9, 9 + POLISH);
        assertThat(view.residuals()).allMatch(point -> point.value() > 0 && Double.isFinite(point.value()));
        assertThat(view.previewed()).isBetween(1, 9 + POLISH);
        assertThat(Pictures.read(JobView.preview(folder.resolve("view"))).height())
                .isEqualTo(16);
    }

    @Test
    void a_photo_names_no_folder_as_its_model() throws IOException {
        for (String named : List.of(models.toString(), "..", "no-such")) {
            JobSettings own = own("{\"model\": \"" + named + "\"}");
            assertThatExceptionOfType(RestoreException.class)
                    .isThrownBy(() -> restore("denoise", Map.of(), own, (step, steps) -> {}))
                    .matches(e -> e.fault() == Fault.PHOTO)
                    .withMessageContaining("“" + named + "”")
                    .withMessageContaining("psld models");
        }
    }

    @Test
    void a_runtime_that_cannot_be_loaded_is_trouble_of_all_photos() {
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore("denoise", Map.of("ort-lib", "/nowhere/at/all"), (step, steps) -> {}))
                .matches(e -> e.fault() == Fault.PROVIDER)
                .withMessageContaining("/nowhere/at/all");
    }

    @Test
    void known_pixels_are_rid_of_noise_only_where_it_is_known_how_much_there_is() throws IOException {
        JobSettings own = own("{\"denoiseKnown\": true}");
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore("inpaint-random", Map.of(), own, (step, steps) -> {}))
                .matches(e -> e.fault() == Fault.PHOTO)
                .withMessageContaining("sigmaY");
        JobSettings both = own("{\"denoiseKnown\": true, \"sigmaY\": 0.05}");
        RestoreResult made = restore("inpaint-random", Map.of(), both, (step, steps) -> {});
        assertThat(Files.readString(made.sidecars().get(0))).contains("noise of σ 0.05 was taken off its known pixels");
    }

    @Test
    void what_a_photo_says_about_itself_goes_along_unless_its_settings_say_otherwise() throws IOException {
        Files.copy(Fixtures.file("told.png"), folder.resolve("photo.png"));
        RestoreResult carried = restore("denoise", Map.of(), (step, steps) -> {});
        assertThat(Pictures.read(carried.picture()).origin().annotations()).isNotEqualTo(Annotations.NONE);
        TemporaryFolder.delete(folder.resolve("out"));
        RestoreResult stripped = restore("denoise", Map.of(), own("{\"strip\": true}"), (step, steps) -> {});
        assertThat(Pictures.read(stripped.picture()).origin().annotations()).isEqualTo(Annotations.NONE);
        assertThat(Files.readString(stripped.sidecars().get(0))).contains("left out");
    }

    @Test
    void a_job_tells_a_model_what_its_photo_shows(@TempDir Path texts) throws IOException {
        String told;
        try (Environment environment = Environment.open()) {
            told = TinyText.export(environment, texts, Manifest.Prediction.EPSILON)
                    .folder()
                    .toString();
        }
        JobSettings own =
                own("{\"prompt\": \"a red hat\", \"negative\": \"\", \"guidance\": 0.5, \"guidanceKind\": \"cfg++\"}");
        Map<String, String> four = Map.of("model", told, "tasks.denoise.steps", "4");
        RestoreResult made = restore("denoise", four, own, (step, steps) -> {});
        assertThat(Files.readString(made.sidecars().get(0)))
                .contains("\"text\" : \"a red hat\"", "\"weight\" : 0.5", "\"kind\" : \"CFG_PLUS_PLUS\"");
        byte[] heeded = Files.readAllBytes(made.picture());
        TemporaryFolder.delete(folder.resolve("out"));
        TemporaryFolder.delete(folder.resolve("checkpoint"));
        RestoreResult plain = restore("denoise", four, (step, steps) -> {});
        assertThat(Files.readAllBytes(plain.picture())).isNotEqualTo(heeded);
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore("denoise", Map.of(), own, (step, steps) -> {}))
                .matches(e -> e.fault() == Fault.PHOTO)
                .withMessageContaining("tiny, which takes no texts");
        TemporaryFolder.delete(folder.resolve("out"));
        TemporaryFolder.delete(folder.resolve("checkpoint"));
        Map<String, String> configured = Map.of(
                "model",
                told,
                "tasks.denoise.steps",
                "4",
                "text.prompt",
                "a red hat",
                "text.guidance",
                "0.5",
                "text.guidance-kind",
                "cfg++");
        RestoreResult same = restore("denoise", configured, (step, steps) -> {});
        assertThat(Files.readAllBytes(same.picture())).isEqualTo(heeded);
    }

    @Test
    void a_method_that_needs_no_model_loads_none() throws IOException {
        Map<String, String> none = Map.of("model", "/nowhere/at/all");
        RestoreResult made = restore("sr", none, own("{\"method\": \"bicubic\", \"scale\": 3}"), (step, steps) -> {});
        assertThat(Pictures.read(made.picture()).width()).isEqualTo(48);
        assertThat(Files.readString(made.sidecars().get(0)))
                .contains("\"method\" : \"BICUBIC\"", "several files are called its mask")
                .doesNotContain("\"model\"");
        assertThat(made.remarks()).noneMatch(remark -> remark.contains("was loaded"));
    }

    @Test
    void a_method_that_says_nothing_about_the_task_or_is_none_fails_with_what_to_choose() {
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore("denoise", Map.of(), own("{\"method\": \"bicubic\"}"), (step, steps) -> {}))
                .matches(e -> e.fault() == Fault.PHOTO)
                .withMessageContaining("bicubic makes pictures larger");
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore("denoise", Map.of(), own("{\"method\": \"pnp\"}"), (step, steps) -> {}))
                .matches(e -> e.fault() == Fault.PHOTO)
                .withMessageContaining("psld, gml-dps");
        assertThatExceptionOfType(RestoreException.class)
                .isThrownBy(() -> restore("denoise", Map.of(), own("{\"method\": \"magic\"}"), (step, steps) -> {}))
                .matches(e -> e.fault() == Fault.PHOTO)
                .withMessageContaining("“magic”");
    }

    @Test
    void jobs_at_once_have_the_bytes_that_they_have_alone() throws Exception {
        List<String> own = List.of(
                "{\"steps\": 9, \"samples\": 3}",
                "{\"steps\": 9, \"seed\": 5}",
                "{\"method\": \"bicubic\", \"scale\": 3}", // by no model: it waits for the others
                "{\"steps\": 5}");
        List<byte[]> alone = new ArrayList<>();
        for (String json : own) {
            try (ModelRestorer restorer = restorer(Map.of())) {
                RestoreResult made = restorer.restore(job("alone", json), (step, steps) -> {});
                alone.add(Files.readAllBytes(made.picture()));
            }
            TemporaryFolder.delete(folder.resolve("alone"));
        }
        ExecutorService threads = Executors.newFixedThreadPool(own.size());
        try (ModelRestorer restorer = restorer(Map.of())) {
            List<Future<byte[]>> made = new ArrayList<>();
            for (int k = 0; k < own.size(); k++) {
                RestoreRequest job = job("job" + k, own.get(k));
                made.add(threads.submit(() -> Files.readAllBytes(
                        restorer.restore(job, (step, steps) -> {}).picture())));
            }
            for (int k = 0; k < own.size(); k++) {
                assertThat(made.get(k).get()).isEqualTo(alone.get(k));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_job_that_waits_for_another_model_hears_of_a_stop() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try (ModelRestorer restorer = restorer(Map.of())) {
            RestoreRequest first = job("first", "{\"steps\": 5}");
            Future<RestoreResult> drawn = threads.submit(() -> restorer.restore(first, (step, steps) -> {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            begun.await();
            assertThat(restorer.parallel()).isGreaterThanOrEqualTo(1);
            RestoreRequest other = job("other", "{\"method\": \"bicubic\", \"scale\": 3}");
            JobSteps ending = new JobSteps() {
                @Override
                public void step(int step, int steps) {
                    throw new AssertionError("it must not begin");
                }

                @Override
                public boolean ending() {
                    return true;
                }
            };
            assertThatExceptionOfType(InterruptionException.class).isThrownBy(() -> restorer.restore(other, ending));
            go.countDown();
            assertThat(drawn.get().picture()).exists();
        } finally {
            go.countDown();
            threads.shutdownNow();
        }
    }

    private RestoreRequest job(String name, String own) throws IOException {
        boolean enlarges = own.contains("scale");
        return new RestoreRequest(
                name + "/odd.png",
                "odd",
                enlarges ? "sr" : "denoise",
                photo(),
                Optional.empty(),
                Optional.empty(),
                own(own),
                Optional.empty(),
                Files.createDirectories(folder.resolve(name + "/checkpoint")),
                folder.resolve(name + "/view"),
                Files.createDirectories(folder.resolve(name + "/out")));
    }

    private ModelRestorer restorer(Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.put("spool", folder.resolve("spool").toString());
        all.putIfAbsent("model", model.toString());
        AgentConfig config = AgentConfig.of(all);
        return new ModelRestorer(config, () -> config);
    }

    private RestoreResult restore(Map<String, String> values) throws IOException {
        return restore("custom", values, (step, steps) -> {});
    }

    private JobSettings own(String json) throws IOException {
        return JobSettings.read(Files.writeString(folder.resolve("own.json"), json), "own.json");
    }

    private RestoreResult restore(String task, Map<String, String> values, JobSteps steps) throws IOException {
        return restore(task, values, JobSettings.none(), steps);
    }

    private RestoreResult restore(String task, Map<String, String> values, JobSettings own, JobSteps steps)
            throws IOException {
        Map<String, String> all = new TreeMap<>(values);
        all.put("spool", folder.resolve("spool").toString());
        all.putIfAbsent("fit", "true");
        all.putIfAbsent("model", model.toString());
        AgentConfig config = AgentConfig.of(all);
        RestoreRequest work = new RestoreRequest(
                task + "/odd.png",
                "odd",
                task,
                photo(),
                Optional.empty(),
                Optional.empty(),
                own,
                Optional.of("several files are called its mask"),
                Files.createDirectories(folder.resolve("checkpoint")),
                folder.resolve("view"),
                Files.createDirectories(folder.resolve("out")));
        try (ModelRestorer restorer = new ModelRestorer(config, () -> config)) {
            return restorer.restore(work, steps);
        }
    }

    private Path photo() {
        Path photo = folder.resolve("photo.png");
        return Files.exists(photo) ? photo : Pictures.write(photo, 16, 16);
    }
}
