package dev.psld.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the files that export/golden/make_operators.py writes. */
final class Golden {
    private Golden() {}

    static Stream<JsonNode> cases(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/operators/" + name + ".json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tensor tensor(JsonNode shape, JsonNode values) {
        return Tensor.real(dev.psld.graph.ElementType.FLOAT, shape(shape), doubles(values));
    }

    static Shape shape(JsonNode dims) {
        return Shape.of(StreamSupport.stream(dims.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray());
    }

    static double[] doubles(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
