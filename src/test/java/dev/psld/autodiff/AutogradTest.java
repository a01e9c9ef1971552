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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole nets against PyTorch autograd; the vectors are made by export/golden/make_autograd.py. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AutogradTest {

    @ParameterizedTest
    @CsvSource({
        "encoder, TAPE",
        "encoder, RECOMPUTE",
        "decoder, TAPE",
        "decoder, RECOMPUTE",
        "unet, TAPE",
        "unet, RECOMPUTE"
    })
    void the_pullback_of_a_net_equals_autograd(String net, Mode mode) throws IOException {
        JsonNode golden = new ObjectMapper().readTree(resource(net + ".json"));
        Graph forward = OrtOracle.prepared(OnnxReader.read(resource(net + ".onnx")));
        Map<String, Tensor> inputs = tensors(golden.get("inputs"));
        for (JsonNode one : golden.get("cases")) {
            String x = one.get("wrt").asText();
            Map<String, Tensor> cotangents = tensors(one.get("cotangents"));
            Vjp vjp = StandardRules.differentiator()
                    .differentiate(forward, new DiffRequest(List.of(x), new ArrayList<>(cotangents.keySet()), mode));
            Map<String, Tensor> feeds = new HashMap<>(inputs);
            if (mode == Mode.TAPE) {
                feeds.putAll(OrtOracle.run(vjp.forward(), inputs));
            }
            cotangents.forEach((y, c) -> feeds.put(y + "_cotangent", c));
            Tensor have = Objects.requireNonNull(OrtOracle.run(vjp.vjp(), feeds).get(x + "_cotangent"));
            double[] want = numbers(one.get("gradient").get("float64"));
            double[] single = numbers(one.get("gradient").get("float32"));
            double error = error(have.toDoubles(), want);
            assertThat(error).isLessThan(1e-5);
            // Single precision costs PyTorch something too; the floor is the rounding of a sum or two.
            assertThat(error).isLessThan(Math.max(3 * error(single, want), 2e-6));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = AutogradTest.class.getResourceAsStream("/golden/autograd/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static Map<String, Tensor> tensors(JsonNode object) {
        Map<String, Tensor> tensors = new HashMap<>();
        object.properties().forEach(e -> {
            long[] dims = new long[e.getValue().get("shape").size()];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = e.getValue().get("shape").get(i).asLong();
            }
            double[] values = numbers(e.getValue().get("values"));
            tensors.put(e.getKey(), Tensor.real(ElementType.FLOAT, Shape.of(dims), values));
        });
        return tensors;
    }

    private static double[] numbers(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asDouble();
        }
        return values;
    }

    /** max|have − want| / max|want|. */
    private static double error(double[] have, double[] want) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < want.length; i++) {
            error = Math.max(error, Math.abs(have[i] - want[i]));
            size = Math.max(size, Math.abs(want[i]));
        }
        return error / size;
    }
}
