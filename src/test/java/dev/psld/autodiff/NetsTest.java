package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nets of many kinds, each from both of PyTorch's exporters at changing opsets, in both modes, against autograd in double
 * precision; the files are made by export/golden/make_nets.py.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transformer",
                "dit",
                "unet",
                "convolutions",
                "pooling",
                "resizing",
                "vq",
                "drunet",
                "taesd",
                "llama",
                "convnext",
                "shuffled",
                "adm_unet",
                "asymmetric_decoder",
                "sixteen_channels",
                "sd3_block"
            })
    void the_pullback_of_a_net_equals_autograd(String net) throws IOException {
        JsonNode golden = new ObjectMapper().readTree(resource(net + ".json"));
        Map<String, Tensor> inputs = tensors(golden.get("inputs"));
        Map<String, Tensor> cotangents = tensors(golden.get("cotangents"));
        Map<String, Tensor> gradients = tensors(golden.get("gradients"));
        assertThat(golden.get("graphs")).hasSize(2);
        for (JsonNode graph : golden.get("graphs")) {
            Graph written = OnnxReader.read(resource(graph.get("file").asText()));
            List<StraightThrough> straight = new ArrayList<>();
            graph.get("straightThrough").forEach(t -> straight.add(StraightThrough.parse(written, t.asText())));
            Graph forward = OrtOracle.prepared(written);
            List<DiffRequest> requests = new ArrayList<>();
            for (Mode mode : Mode.values()) {
                DiffRequest plain = new DiffRequest(
                        List.copyOf(gradients.keySet()), List.copyOf(cotangents.keySet()), mode, straight);
                requests.add(plain);
                requests.add(plain.within(Optional.of(TapeLimit.least())));
            }
            for (DiffRequest request : requests) {
                Vjp vjp = StandardRules.differentiator().differentiate(forward, request);
                Map<String, Tensor> feeds = new HashMap<>(inputs);
                if (request.mode() == Mode.TAPE) {
                    feeds.putAll(OrtOracle.run(vjp.forward(), inputs));
                }
                cotangents.forEach((y, c) -> feeds.put(y + "_cotangent", c));
                Map<String, Tensor> have = OrtOracle.run(vjp.vjp(), feeds);
                gradients.forEach((x, want) -> assertThat(
                                error(Objects.requireNonNull(have.get(x + "_cotangent")), want))
                        .as(
                                "d %s / d %s, %s, %s",
                                cotangents.keySet(), x, graph.get("file"), request.mode() + " " + request.limit())
                        .isLessThan(1e-5));
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = NetsTest.class.getResourceAsStream("/golden/nets/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static Map<String, Tensor> tensors(JsonNode object) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        object.properties().forEach(e -> tensors.put(e.getKey(), tensor(e.getValue())));
        return tensors;
    }

    private static Tensor tensor(JsonNode node) {
        Shape shape = Shape.of(longs(node.get("shape")));
        double[] values = numbers(node.get("values"));
        return switch (node.get("type").asText()) {
            case "float32" -> Tensor.real(ElementType.FLOAT, shape, values);
            case "float64" -> Tensor.real(ElementType.DOUBLE, shape, values);
            case "int64" -> Tensor.longs(shape, longs(node.get("values")));
            case "bool" -> {
                ByteBuffer bytes = ByteBuffer.allocate(values.length);
                for (double value : values) {
                    bytes.put((byte) value);
                }
                yield new Tensor(ElementType.BOOL, shape, bytes.flip());
            }
            default -> throw new IllegalStateException(node.get("type").asText());
        };
    }

    private static double[] numbers(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asDouble();
        }
        return values;
    }

    private static long[] longs(JsonNode list) {
        long[] values = new long[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asLong();
        }
        return values;
    }

    /** max|have − want| / max|want|. */
    private static double error(Tensor have, Tensor want) {
        assertThat(have.shape()).isEqualTo(want.shape());
        double[] a = have.toDoubles();
        double[] b = want.toDoubles();
        double error = 0;
        double size = 0;
        for (int i = 0; i < b.length; i++) {
            double gap = Math.abs(a[i] - b[i]);
            error = gap > error || Double.isNaN(gap) ? gap : error;
            size = Math.max(size, Math.abs(b[i]));
        }
        return error / size;
    }
}
