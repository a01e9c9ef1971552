package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.reference.Array;
import dev.psld.autodiff.reference.ReferenceInterpreter;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators whose inputs may be of several types. The reference keeps doubles whatever a type says and refuses to mix types
 * where ONNX does, so a mixed pullback has to give the very numbers of the one without a cast, in each input's own type.
 */
class MixedTypesTest {
    private static final Shape X = Shape.of(2, 3, 4);
    private static final Shape CHANNELS = Shape.of(3);

    static Stream<Arguments> nodes() {
        List<Shape> vectors = List.of(X, CHANNELS, CHANNELS, CHANNELS, CHANNELS);
        return Stream.of(
                Arguments.of("BatchNormalization", 15L, vectors, List.of(0, 1, 1, 2, 2), 0),
                Arguments.of("BatchNormalization", 15L, vectors, List.of(1, 1, 1, 0, 0), 1),
                Arguments.of("RMSNormalization", 23L, List.of(X, Shape.of(4)), List.of(0, 1), 1),
                Arguments.of("RMSNormalization", 23L, List.of(X, Shape.of(4)), List.of(1, 0), 0),
                Arguments.of("Pow", 15L, List.of(X, Shape.of(3, 1)), List.of(0, 1), 0),
                Arguments.of("Pow", 15L, List.of(X, Shape.of(3, 1)), List.of(1, 0), 1));
    }

    /** @param mixture for each input, and for the output, which of the three types */
    @ParameterizedTest
    @MethodSource("nodes")
    void a_mixed_pullback_gives_each_input_its_type_and_the_numbers_of_one_type(
            String op, long opset, List<Shape> shapes, List<Integer> mixture, int output) {
        ElementType[] types = {ElementType.DOUBLE, ElementType.FLOAT, ElementType.FLOAT};
        List<ElementType> mixed = mixture.stream().map(k -> types[k]).toList();
        Map<String, Array> have = pull(op, opset, shapes, mixed, types[output]);
        List<ElementType> same = mixture.stream().map(k -> ElementType.DOUBLE).toList();
        Map<String, Array> want = pull(op, opset, shapes, same, ElementType.DOUBLE);
        for (int i = 0; i < shapes.size(); i++) {
            Array cotangent =
                    Optional.ofNullable(have.get("x" + i + "_cotangent")).orElseThrow();
            assertThat(cotangent.type()).as("x" + i).isEqualTo(mixed.get(i));
            double[] plain = Optional.ofNullable(want.get("x" + i + "_cotangent"))
                    .orElseThrow()
                    .values();
            for (int k = 0; k < plain.length; k++) {
                // constants such as ε are rounded to the type in work
                assertThat(Math.abs(cotangent.values()[k] - plain[k])).isLessThan(1e-6 * (1 + Math.abs(plain[k])));
            }
        }
    }

    private static Map<String, Array> pull(
            String op, long opset, List<Shape> shapes, List<ElementType> types, ElementType output) {
        Random random = new Random(3);
        GraphBuilder builder = new GraphBuilder("mixed", opset);
        Map<String, Array> values = new LinkedHashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            Shape shape = shapes.get(i);
            String name = builder.input(new Value("x" + i, types.get(i), shape));
            values.put(
                    name,
                    Array.of(
                            types.get(i),
                            shape,
                            random.doubles(shape.size(), 0.5, 2).toArray()));
        }
        String y = builder.emit(op, Attributes.NONE, values.keySet().toArray(String[]::new));
        builder.output(new Value(y, output, X));
        Graph graph = builder.build();
        Vjp vjp = StandardRules.differentiator()
                .differentiate(graph, new DiffRequest(new ArrayList<>(values.keySet()), List.of(y), Mode.RECOMPUTE));
        Map<String, Array> inputs = new HashMap<>(values);
        inputs.put(
                y + "_cotangent",
                Array.of(output, X, random.doubles(X.size(), -1, 1).toArray()));
        return ReferenceInterpreter.run(vjp.vjp(), inputs);
    }
}
