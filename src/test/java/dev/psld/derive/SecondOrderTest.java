package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.autodiff.DiffException;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of autograd in double precision, made by export/golden/check_hessians.py. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecondOrderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transformer",
                "dit",
                "unet",
                "convolutions",
                "pooling",
                "resizing",
                "taesd",
                "llama",
                "convnext",
                "shuffled"
            })
    void products_with_the_second_derivative_equal_autograd_both_ways(String net) throws IOException {
        JsonNode golden = json(net + ".json");
        JsonNode second = json("hessians.json").get(net);
        Map<String, Tensor> known = new HashMap<>(tensors(golden.get("inputs")));
        Map<String, Tensor> cotangents = tensors(golden.get("cotangents"));
        Map<String, Tensor> directions = tensors(second.get("directions"));
        cotangents.forEach((y, w) -> known.put(y + "_cotangent", w));
        directions.forEach((x, v) -> known.put(x + "_tangent", v));
        DiffRequest request =
                new DiffRequest(List.copyOf(directions.keySet()), List.copyOf(cotangents.keySet()), Mode.RECOMPUTE);
        try (Environment environment = Environment.open()) {
            Graph written = OnnxReader.read(
                    resource(golden.get("graphs").get(0).get("file").asText()));
            Graph prepared = new Preparation(environment).prepare(written);
            for (SecondOrder.Way way : SecondOrder.Way.values()) {
                Map<String, Tensor> have =
                        run(environment, new SecondOrder(environment).of(prepared, request, way), known);
                tensors(second.get("products"))
                        .forEach((x, want) -> assertThat(error(
                                        Objects.requireNonNull(have.get(SecondOrder.product(x)))
                                                .toDoubles(),
                                        want.toDoubles()))
                                .as(x + " " + way)
                                .isLessThan(1e-5));
            }
        }
    }

    @Test
    void a_value_that_bends_nothing_has_zeros_and_a_straight_net_is_refused() {
        GraphBuilder g = new GraphBuilder("half", 17);
        g.input("x", ElementType.FLOAT, 2);
        g.input("a", ElementType.FLOAT, 2);
        g.emitAs("y", "Add", Attributes.NONE, g.emit("Exp", "x"), "a");
        g.output("y", ElementType.FLOAT, 2);
        DiffRequest both = new DiffRequest(List.of("x", "a"), List.of("y"), Mode.TAPE);
        try (Environment environment = Environment.open()) {
            Graph prepared = new Preparation(environment).prepare(g.build());
            Map<String, Tensor> known = new HashMap<>();
            known.put("x", Tensor.floats(Shape.of(2), 0, 1));
            known.put("x_tangent", Tensor.floats(Shape.of(2), 3, 3));
            known.put("a", Tensor.floats(Shape.of(2), 3, 3));
            known.put("a_tangent", Tensor.floats(Shape.of(2), 3, 3));
            known.put("y_cotangent", Tensor.floats(Shape.of(2), 1, 2));
            for (SecondOrder.Way way : SecondOrder.Way.values()) {
                Map<String, Tensor> have =
                        run(environment, new SecondOrder(environment).of(prepared, both, way), known);
                assertThat(Objects.requireNonNull(have.get("x_hvp")).toFloats())
                        .containsExactly(3, (float) (6 * Math.E));
                assertThat(Objects.requireNonNull(have.get("a_hvp")).toFloats()).containsExactly(0, 0);
            }
            DiffRequest straight = DiffRequest.of("a", "y", Mode.TAPE);
            assertThatThrownBy(() -> new SecondOrder(environment).of(prepared, straight, SecondOrder.Way.FORWARD))
                    .isInstanceOf(DiffException.class)
                    .hasMessageContaining("no second derivative that is not zero");
            GraphBuilder kinked = new GraphBuilder("kinked", 17);
            kinked.input("x", ElementType.FLOAT, 2);
            kinked.emitAs("y", "Relu", Attributes.NONE, "x");
            kinked.output("y", ElementType.FLOAT, 2);
            DiffRequest pieces = DiffRequest.of("x", "y", Mode.TAPE);
            Graph ready = new Preparation(environment).prepare(kinked.build());
            assertThatThrownBy(() -> new SecondOrder(environment).of(ready, pieces, SecondOrder.Way.REVERSE))
                    .isInstanceOf(DiffException.class)
                    .hasMessageContaining("made of straight pieces");
        }
    }

    private Map<String, Tensor> run(Environment environment, Graph graph, Map<String, Tensor> values) {
        Path file = folder.resolve("run.onnx");
        OnnxWriter.write(graph, file);
        try (Session session = environment.session(file, SessionOptions.defaults())) {
            return TypedRun.run(environment, session, values);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = SecondOrderTest.class.getResourceAsStream("/golden/nets/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(resource(name));
    }

    private static Map<String, Tensor> tensors(JsonNode object) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        object.properties().forEach(e -> tensors.put(e.getKey(), tensor(e.getValue())));
        return tensors;
    }

    private static Tensor tensor(JsonNode node) {
        long[] dims = new long[node.get("shape").size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = node.get("shape").get(i).asLong();
        }
        Shape shape = Shape.of(dims);
        double[] values = new double[node.get("values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get("values").get(i).asDouble();
        }
        return switch (node.get("type").asText()) {
            case "float32" -> Tensor.real(ElementType.FLOAT, shape, values);
            case "float64" -> Tensor.real(ElementType.DOUBLE, shape, values);
            case "int64" ->
                Tensor.longs(
                        shape,
                        java.util.Arrays.stream(values).mapToLong(v -> (long) v).toArray());
            default -> {
                ByteBuffer bytes = ByteBuffer.allocate(values.length);
                for (double value : values) {
                    bytes.put((byte) value);
                }
                yield new Tensor(ElementType.BOOL, shape, bytes.flip());
            }
        };
    }

    /** max|have − want| / max|want|. */
    private static double error(double[] have, double... want) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < want.length; i++) {
            double gap = Math.abs(have[i] - want[i]);
            error = gap > error || Double.isNaN(gap) ? gap : error;
            size = Math.max(size, Math.abs(want[i]));
        }
        return error / size;
    }
}
