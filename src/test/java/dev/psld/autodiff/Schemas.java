package dev.psld.autodiff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.graph.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the ONNX schemas say of the operators that have rules; made by export/golden/make_schemas.py. Stateless. */
final class Schemas {
    private static final Map<String, List<Version>> OPS = read();

    private Schemas() {}

    /** One version of an operator. Immutable. */
    record Version(long since, long inputs, Set<String> attributes, Set<String> required) {}

    private static Map<String, List<Version>> read() {
        try (InputStream stream = Schemas.class.getResourceAsStream("/golden/schemas.json")) {
            Map<String, List<Version>> ops = new HashMap<>();
            new ObjectMapper()
                    .readTree(Objects.requireNonNull(stream))
                    .properties()
                    .forEach(op -> {
                        List<Version> versions = new ArrayList<>();
                        op.getValue()
                                .forEach(v -> versions.add(new Version(
                                        v.get("since").asLong(),
                                        v.get("inputs").asLong(),
                                        texts(v.get("attributes")),
                                        texts(v.get("required")))));
                        ops.put(op.getKey(), versions);
                    });
            return ops;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(t -> texts.add(t.asText()));
        return texts;
    }

    /** All versions of an operator that an opset from 11 on has, oldest first. */
    static List<Version> versions(String op) {
        return OPS.getOrDefault(op, List.of());
    }

    /** The version that holds at an opset; empty where the operator is not known or younger. */
    static Optional<Version> at(String op, long opset) {
        return versions(op).stream().filter(v -> v.since() <= opset).reduce((a, b) -> b);
    }

    /** True when the node may stand in a graph of this opset, as far as the number of inputs and the attributes tell. */
    static boolean allows(Node node, long opset) {
        return versions(node.op()).isEmpty()
                || at(node.op(), opset)
                        .filter(v -> node.inputs().size() <= v.inputs()
                                && v.attributes()
                                        .containsAll(node.attributes().values().keySet())
                                && node.attributes().values().keySet().containsAll(v.required()))
                        .isPresent();
    }
}
