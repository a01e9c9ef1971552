package dev.psld.diffusers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.chain.Schedules;
import dev.psld.derive.TypedRun;
import dev.psld.graph.ElementType;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pipelines as exporters lay them out become bundles that compute what diffusers and autograd compute. */
@Tag("slow")
class DiffusersModelTest {
    private static final double TOLERANCE = 1e-5;

    private static Environment environment;

    @TempDir
    Path scratch;

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @ParameterizedTest
    @CsvSource({"sd,sd,TAPE", "sd2,sd2,TAPE", "sdxl,sdxl,TAPE", "sd2,sd2,RECOMPUTE", "half,sd,TAPE"})
    void values_and_pullbacks_are_those_of_the_library(String pipeline, String expected, Mode mode) throws IOException {
        Bundle bundle = Pipelines.bundle(environment, pipeline, mode, scratch);
        JsonNode golden = Pipelines.golden(expected);
        for (String role : Role.LATENT_DIFFUSION) {
            compare(bundle, role, golden.get(role));
        }
        TensorSpec context = bundle.graph(Role.UNET).input(Quantity.CONTEXT);
        Tensor empty = bundle.fixed(context).orElseThrow();
        // An encoder in half precision has rounded numbers of its own, such as GELU's 1.702, beside its weights.
        assertThat(Vectors.relativeDifference(empty.toFloats(), Pipelines.floats(golden.get("context"))))
                .as("the empty prompt’s context")
                .isLessThan(pipeline.equals("half") ? 1e-3 : TOLERANCE);
        if (golden.has("pooled")) {
            Tensor pooled =
                    bundle.fixed(bundle.graph(Role.UNET).input(Quantity.POOLED)).orElseThrow();
            assertThat(Vectors.relativeDifference(pooled.toFloats(), Pipelines.floats(golden.get("pooled"))))
                    .isLessThan(TOLERANCE);
        }
    }

    @Test
    void a_small_decoder_takes_the_latents_of_the_decoder() throws IOException {
        Bundle bundle = Pipelines.guided(environment, Mode.TAPE, scratch);
        compare(bundle, Role.GUIDE_DECODER, Pipelines.golden("taesd").get(Role.GUIDE_DECODER));
        compare(bundle, Role.DECODER, Pipelines.golden("sd").get(Role.DECODER));
        assertThat(bundle.manifest().latentRoles()).containsExactly("encoder", "decoder", "unet", "guide-decoder");
    }

    private static void compare(Bundle bundle, String role, JsonNode golden) {
        GraphEntry graph = bundle.graph(role);
        PullbackEntry back = graph.pullback().orElseThrow();
        TensorSpec data = graph.data().orElseThrow();
        Map<String, Tensor> known = new LinkedHashMap<>();
        for (TensorSpec input : graph.inputs()) {
            assertThat(input.type()).as("type of " + input.name()).isEqualTo(ElementType.FLOAT);
            known.put(
                    input.name(),
                    input.equals(data)
                            ? Tensor.floats(input.shape(), Pipelines.floats(golden.get("input")))
                            : bundle.fixed(input).orElseGet(() -> input.tensor(400)));
        }
        try (Session forward = environment.session(bundle.forward(role), SessionOptions.defaults());
                Session pullback = environment.session(bundle.pullback(role), SessionOptions.defaults())) {
            known.putAll(TypedRun.run(environment, forward, known));
            List<TensorSpec> outputs = graph.outputs();
            assertThat(outputs).hasSize(golden.get("outputs").size());
            for (int i = 0; i < outputs.size(); i++) {
                TensorSpec output = outputs.get(i);
                float[] want = Pipelines.floats(golden.get("outputs").get(i));
                assertThat(difference(known, output.name(), want))
                        .as(role + " " + output.name())
                        .isLessThan(TOLERANCE);
                known.put(
                        back.cotangent(output),
                        Tensor.floats(
                                output.shape(),
                                Pipelines.floats(golden.get("cotangents").get(i))));
            }
            known.putAll(TypedRun.run(environment, pullback, known));
            assertThat(difference(known, back.cotangent(data), Pipelines.floats(golden.get("gradient"))))
                    .as(role + " pullback")
                    .isLessThan(TOLERANCE);
        }
    }

    private static double difference(Map<String, Tensor> known, String name, float[] want) {
        return Vectors.relativeDifference(
                Objects.requireNonNull(known.get(name), name).toFloats(), want);
    }

    @ParameterizedTest
    @CsvSource({
        "sd,EPSILON,scaled-linear,0.18215,false",
        "sd2,VELOCITY,trained,0.18215,false",
        "sdxl,EPSILON,scaled-linear,0.13025,true"
    })
    void the_manifest_has_the_numbers_of_the_configurations(
            String pipeline, Manifest.Prediction prediction, String kind, double scale, boolean large)
            throws IOException {
        Bundle bundle = Pipelines.bundle(environment, pipeline, Mode.TAPE, scratch);
        Manifest manifest = bundle.manifest();
        assertThat(manifest.image()).containsExactly(3, 16, 16);
        assertThat(manifest.latent()).containsExactly(4, 8, 8);
        assertThat(manifest.scale()).isEqualTo(scale);
        assertThat(manifest.prediction()).isEqualTo(prediction);
        assertThat(manifest.schedule().kind()).isEqualTo(kind);
        assertThat(manifest.conditioning()).isEqualTo(Manifest.Conditioning.TEXT);
        assertThat(manifest.files()).containsKeys("tokenizer/vocab.json", "tokenizer/merges.txt", "context.bin");
        assertThat(manifest.files().containsKey("tokenizer_2/vocab.json")).isEqualTo(large);
        NoiseSchedule schedule = Schedules.of(manifest);
        JsonNode golden = Pipelines.golden(pipeline).get("alphaBar");
        for (int i = 0; i < 3; i++) {
            int t = List.of(0, 400, 999).get(i);
            assertThat(schedule.alphaBar(t))
                    .isCloseTo(golden.get(i).doubleValue(), org.assertj.core.data.Offset.offset(2e-6));
        }
        if (large) {
            TensorSpec ids = bundle.graph(Role.UNET).input(Quantity.CONSTANT);
            assertThat(ids.values()).containsExactly(16.0, 16.0, 0.0, 0.0, 16.0, 16.0);
            assertThat(bundle.graph(Role.TEXT_ENCODER).inputs()).hasSize(2);
        }
    }

    @Test
    void a_sampled_encoder_is_cut_at_mean_and_log_variance() throws IOException {
        Bundle bundle = Pipelines.bundle(environment, "sd2", Mode.TAPE, scratch);
        assertThat(bundle.graph(Role.ENCODER).outputs().stream().map(TensorSpec::holds))
                .containsExactly(Quantity.MEAN, Quantity.LOG_VARIANCE);
        assertThat(dev.psld.graph.OnnxReader.read(bundle.forward(Role.ENCODER)).nodes())
                .noneMatch(node -> node.op().startsWith("Random"));
    }

    @Test
    void a_model_that_was_trained_on_zeros_for_no_text_is_told_zeros() throws IOException {
        Path folder = Pipelines.folder("sdxl", scratch);
        Files.writeString(folder.resolve("model_index.json"), "{\"force_zeros_for_empty_prompt\": true}");
        DiffusersModel model = DiffusersModel.read(
                environment,
                PipelineFolder.find(folder),
                new ImportRequest("zeros", "a test", OptionalInt.of(Pipelines.SIZE)));
        Path written = Files.createDirectory(scratch.resolve("written"));
        model.writeCompanions(written);
        assertThat(Files.readAllBytes(written.resolve("context.bin")))
                .hasSize(4 * 77 * 16)
                .containsOnly(0);
        assertThat(Files.readAllBytes(written.resolve("pooled.bin")))
                .hasSize(4 * 8)
                .containsOnly(0);
    }
}
