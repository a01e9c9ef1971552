package dev.psld.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.autodiff.Mode;
import dev.psld.derive.ModelException;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.ort.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BundleTest {
    private static Environment environment;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @ParameterizedTest
    @CsvSource({"encoder,TAPE", "decoder,TAPE", "unet,TAPE", "encoder,RECOMPUTE", "decoder,RECOMPUTE", "unet,RECOMPUTE"
    })
    void pullbacks_of_the_nets_agree_with_autograd(String role, Mode mode) throws IOException {
        Bundle bundle = TinyBundle.export(environment, folder, mode);
        JsonNode golden;
        try (var in = TinyBundle.resource(role + ".json")) {
            golden = new ObjectMapper().readTree(in);
        }
        try (Session forward = environment.session(bundle.forward(role), SessionOptions.defaults());
                Session pullback = environment.session(bundle.pullback(role), SessionOptions.defaults())) {
            Map<String, float[]> known = new LinkedHashMap<>();
            golden.get("inputs").properties().forEach(e -> known.put(e.getKey(), floats(e.getValue(), "values")));
            known.putAll(run(forward, known));
            golden.get("outputs")
                    .properties()
                    .forEach(e -> assertThat(distance(
                                    Objects.requireNonNull(known.get(e.getKey())), floats(e.getValue(), "float64")))
                            .as("forward " + e.getKey())
                            .isLessThan(1e-5));
            for (JsonNode test : golden.get("cases")) {
                Map<String, float[]> inputs = new LinkedHashMap<>(known);
                for (TensorInfo input : pullback.inputs()) {
                    if (input.name().endsWith("_cotangent")) {
                        inputs.put(input.name(), new float[(int) product(input)]);
                    }
                }
                test.get("cotangents")
                        .properties()
                        .forEach(e -> inputs.put(e.getKey() + "_cotangent", floats(e.getValue(), "values")));
                float[] ours = Objects.requireNonNull(
                        run(pullback, inputs).get(test.get("wrt").asText() + "_cotangent"));
                assertThat(distance(ours, floats(test.get("gradient"), "float64")))
                        .as(role + " " + test.get("cotangents").fieldNames())
                        .isLessThan(1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_export_passes_its_own_tests_and_opens_again(Mode mode) throws IOException {
        Bundle bundle = TinyBundle.export(environment, folder, mode);
        Manifest manifest = Bundle.open(bundle.folder()).manifest();
        assertThat(manifest.imageLength()).isEqualTo(3 * 16 * 16);
        assertThat(manifest.mode()).isEqualTo(mode == Mode.TAPE ? "tape" : "recompute");
        manifest.graphs().forEach((role, graph) -> {
            assertThat(graph.pullback().orElseThrow().adjointError()).as(role).isLessThan(1e-6);
            assertThat(graph.pullback().orElseThrow().differenceError())
                    .as(role)
                    .isLessThan(1e-3);
            assertThat(graph.tapeBytes() > 0).as(role).isEqualTo(mode == Mode.TAPE);
        });
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("forward", "tiny");
    }

    @Test
    void a_damaged_bundle_is_refused_by_file() throws IOException {
        Path tiny = TinyBundle.export(environment, folder, Mode.TAPE).folder();
        Path weights = tiny.resolve("decoder_vjp.onnx");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> Bundle.open(tiny))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("decoder_vjp.onnx")
                .hasMessageContaining("damaged");
        Files.delete(weights);
        assertThatThrownBy(() -> Bundle.open(tiny)).hasMessageContaining("missing from the bundle");
        Files.writeString(tiny.resolve("bundle.json"), "{\"format\": 1, \"nmae\": \"x\"}");
        assertThatThrownBy(() -> Bundle.open(tiny))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("bundle.json");
        assertThatThrownBy(() -> Bundle.open(folder.resolve("nowhere"))).hasMessageContaining("no model bundle");
    }

    @Test
    void a_source_of_the_wrong_shape_or_without_a_graph_leaves_nothing_behind() throws IOException {
        Path source = TinyBundle.source(folder.resolve("forward"));
        Path model = source.resolve("model.json");
        Files.writeString(model, Files.readString(model).replace("[3, 16, 16]", "[3, 32, 32]"));
        BundleExport export = new BundleExport(environment, Mode.TAPE, line -> {});
        assertThatThrownBy(() -> export.export(source, folder.resolve("out")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("encoder.onnx")
                .hasMessageContaining("model.json asks for");
        Files.delete(source.resolve("unet.onnx"));
        Files.writeString(model, Files.readString(model).replace("[3, 32, 32]", "[3, 16, 16]"));
        assertThatThrownBy(() -> export.export(source, folder.resolve("out"))).hasMessageContaining("unet.onnx");
        assertThat(folder.toFile().list()).containsExactly("forward");
    }

    private static Map<String, float[]> run(Session session, Map<String, float[]> values) {
        Map<String, OrtTensor> fed = new LinkedHashMap<>();
        session.inputs().forEach(i -> {
            float[] v = Objects.requireNonNull(values.get(i.name()), i.name());
            fed.put(i.name(), OrtTensor.of(environment, v, i.dimensions()));
        });
        Map<String, OrtTensor> made = session.run(fed);
        Map<String, float[]> out = new LinkedHashMap<>();
        made.forEach((n, t) -> out.put(n, t.toFloats()));
        fed.values().forEach(OrtTensor::close);
        made.values().forEach(OrtTensor::close);
        return out;
    }

    private static long product(TensorInfo info) {
        return info.shape().stream().reduce(1L, Math::multiplyExact);
    }

    private static float[] floats(JsonNode node, String field) {
        JsonNode array = node.get(field);
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    /** max|Δ| over max|want|. */
    private static double distance(float[] ours, float[] want) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < want.length; i++) {
            difference = Math.max(difference, Math.abs((double) ours[i] - want[i]));
            largest = Math.max(largest, Math.abs(want[i]));
        }
        return difference / largest;
    }
}
