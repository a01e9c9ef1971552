package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.InputShapes;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.graph.symbolic.Extent;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside autograd: export/golden/check_sizes.py. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnySizeTest {
    private static final DiffRequest REQUEST = DiffRequest.of("x", "y", Mode.TAPE);
    private static final List<Extent> EXTENTS =
            List.of(Extent.parse("batch=1..8"), Extent.parse("height=8..64:2"), Extent.parse("width=8..64:2"));

    @TempDir
    private Path folder;

    private static Tensor weight(long... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.real(ElementType.FLOAT, shape, new RandomData(5).normal(shape.size()));
    }

    /** Convolution, stride, attention over all pixels, enlargement, concatenation, a norm over all pixels. */
    private Path net(String mode) throws IOException {
        GraphBuilder g = new GraphBuilder("net", 17);
        g.input("x", ElementType.FLOAT, -1, 2, -1, -1);
        Attributes same = Attributes.of("pads", new long[] {1, 1, 1, 1});
        String a = g.emit("Conv", same, "x", g.constant(weight(4, 2, 3, 3)));
        String silu = g.emit("Mul", a, g.emit("Sigmoid", a));
        String down = g.emit("Conv", same.with("strides", new long[] {2, 2}), silu, g.constant(weight(4, 4, 3, 3)));
        String shape = g.emit("Shape", down);
        String tokens = g.emit("Reshape", down, g.vector(0, 0, -1));
        String scores =
                g.emit("MatMul", g.emit("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), tokens), tokens);
        String weights = g.emit("Softmax", Attributes.of("axis", -1), scores);
        String mixed = g.emit("Reshape", g.emit("MatMul", tokens, weights), shape);
        Attributes resize = mode.equals("nearest")
                ? Attributes.of("coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor")
                : Attributes.of("mode", mode);
        String up = g.emit("Resize", resize, mixed, "", g.constant(Tensor.floats(Shape.of(4), 1, 1, 2, 2)));
        String both = g.emit("Concat", Attributes.of("axis", 1), up, a);
        String normed = g.emit(
                "InstanceNormalization",
                both,
                g.constant(Tensor.filled(ElementType.FLOAT, Shape.of(8), 1)),
                g.constant(Tensor.filled(ElementType.FLOAT, Shape.of(8), 0)));
        g.emitAs("y", "ReduceMean", Attributes.of("axes", new long[] {1}), g.emit("Tanh", normed));
        g.output("y", ElementType.FLOAT, -1, 1, -1, -1);
        return named(g.build());
    }

    private Path named(Graph graph) throws IOException {
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(OnnxWriter.toBytes(graph)).toBuilder();
        OnnxMl.TensorShapeProto.Builder dims = model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder();
        dims.getDimBuilder(0).setDimParam("batch");
        dims.getDimBuilder(2).setDimParam("height");
        dims.getDimBuilder(3).setDimParam("width");
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    private Map<String, Tensor> run(Environment environment, Graph graph, Map<String, Tensor> values) {
        Path file = folder.resolve("run.onnx");
        OnnxWriter.write(graph, file);
        try (Session session = environment.session(file, SessionOptions.defaults())) {
            return TypedRun.run(environment, session, values);
        }
    }

    private double[] pulled(Environment environment, Vjp vjp, Map<String, Tensor> values) {
        Map<String, Tensor> known = new HashMap<>(values);
        known.putAll(run(environment, vjp.forward(), known));
        return Objects.requireNonNull(run(environment, vjp.vjp(), known).get("x_cotangent"))
                .toDoubles();
    }

    private static Map<String, AnySize.Further> all(Environment environment) {
        return Map.of(
                "jvp", (d, f) -> new Tangents(environment, d).of(f, REQUEST),
                "hvp", (d, f) -> new SecondOrder(environment, d).of(f, REQUEST, SecondOrder.Way.FORWARD),
                "reverse", (d, f) -> new SecondOrder(environment, d).of(f, REQUEST, SecondOrder.Way.REVERSE));
    }

    @Test
    void one_pullback_is_that_of_every_size() throws IOException {
        try (Environment environment = Environment.open()) {
            for (String mode : List.of("nearest", "linear", "cubic")) {
                Path model = net(mode);
                Map<String, AnySize.Further> wanted = new HashMap<>(all(environment));
                if (!mode.equals("nearest")) {
                    wanted.keySet().retainAll(List.of("jvp"));
                }
                AnySize made =
                        AnySize.of(environment, model, InputShapes.asDeclared(), EXTENTS, REQUEST, List.of(), wanted);
                for (long[] size : new long[][] {{1, 8, 12}, {2, 16, 16}, {3, 30, 10}}) {
                    Map<String, Long> at = Map.of("batch", size[0], "height", size[1], "width", size[2]);
                    Graph fixed = new Preparation(environment).prepare(model, at);
                    Value x = fixed.value("x");
                    Map<String, Tensor> values = new HashMap<>();
                    RandomData random = new RandomData(size[1]);
                    values.put("x", random.input(x));
                    values.put("y_cotangent", random.input(fixed.value("y")));
                    values.put("x_tangent", random.input(x));
                    double[] want =
                            pulled(environment, StandardRules.differentiator().differentiate(fixed, REQUEST), values);
                    assertThat(distance(pulled(environment, made.open(), values), want))
                            .as(mode + " at " + at)
                            .isLessThan(1e-5);
                    for (Map.Entry<String, Graph> further : made.further().entrySet()) {
                        Graph same = Objects.requireNonNull(all(environment).get(further.getKey()))
                                .of(StandardRules.differentiator(), fixed);
                        assertThat(distance(
                                        numbers(run(environment, further.getValue(), values)),
                                        numbers(run(environment, same, values))))
                                .as(mode + " " + further.getKey() + " at " + at)
                                .isLessThan(1e-5);
                    }
                }
            }
        }
    }

    @Test
    void open_dimensions_keep_their_names_and_others_are_named_by_what_they_are() throws IOException {
        try (Environment environment = Environment.open()) {
            Path model = net("nearest");
            AnySize made = AnySize.of(
                    environment, model, InputShapes.asDeclared(), EXTENTS, REQUEST, List.of(), all(environment));
            for (Graph graph : List.of(
                    made.open().vjp(), made.further().get("jvp"), made.further().get("hvp"))) {
                Graph read = OnnxReader.read(OnnxWriter.toBytes(graph));
                assertThat(read.inputs())
                        .anySatisfy(v -> assertThat(v.symbols()).containsExactly("batch", "", "height", "width"));
                assertThat(read.outputs())
                        .allSatisfy(v -> assertThat(v.symbols()).containsExactly("batch", "", "height", "width"));
            }
            assertThat(made.open().vjp().inputs().stream().flatMap(v -> v.symbols().stream()))
                    .contains("height*width/4");
        }
    }

    private static double[] numbers(Map<String, Tensor> results) {
        return results.values().iterator().next().toDoubles();
    }

    private static double distance(double[] have, double... want) {
        assertThat(have).hasSameSizeAs(want);
        return DoubleVectors.norm(DoubleVectors.sum(have, -1, want)) / DoubleVectors.norm(want);
    }

    @Test
    void sizes_that_do_not_fit_a_stride_are_refused_with_what_to_do() throws IOException {
        GraphBuilder g = new GraphBuilder("stride", 17);
        g.input("x", ElementType.FLOAT, -1, 2, -1, -1);
        Attributes strides = Attributes.of("strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 1});
        g.emitAs("y", "Conv", strides, "x", g.constant(weight(4, 2, 3, 3)));
        g.output("y", ElementType.FLOAT, -1, 4, -1, -1);
        Path model = named(g.build());
        List<Extent> odd = List.of(Extent.parse("height=8..64"), Extent.parse("width=8..64:2"));
        InputShapes one = new InputShapes(Map.of("batch", 1L), Map.of());
        try (Environment environment = Environment.open()) {
            assertThatThrownBy(() -> AnySize.of(environment, model, one, odd, REQUEST, List.of(), Map.of()))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("give sizes in steps that fit the strides of the model");
        }
    }

    @Test
    void a_triangle_and_numbers_in_a_row_have_formulae_and_other_tables_are_refused_by_their_node() throws IOException {
        InputShapes one = new InputShapes(Map.of("batch", 1L, "width", 3L), Map.of());
        List<Extent> open = List.of(Extent.parse("height=2..40"));
        try (Environment environment = Environment.open()) {
            for (String op : List.of("Trilu", "CumSum", "Sin")) {
                GraphBuilder g = new GraphBuilder("table", 17);
                g.input("x", ElementType.FLOAT, -1, 2, -1, -1);
                String size = g.emit("Gather", g.emit("Shape", "x"), g.vector(2));
                String square = g.emit("Concat", Attributes.of("axis", 0), size, size);
                String ones = g.emit("ConstantOfShape", Attributes.of("value", Tensor.floats(Shape.of(1), 1)), square);
                String rows = g.emit("CumSum", ones, g.constant(Tensor.longs(Shape.of(), 0)));
                String table = switch (op) {
                    case "Trilu" -> g.emit("Trilu", Attributes.of("upper", 0), ones);
                    case "CumSum" -> rows;
                    default -> g.emit("Sin", rows);
                };
                g.emitAs("y", "MatMul", Attributes.NONE, table, g.emit("Tanh", "x"));
                g.output("y", ElementType.FLOAT, -1, 2, -1, -1);
                Path model = named(g.build());
                if (op.equals("Sin")) {
                    assertThatThrownBy(() -> AnySize.of(environment, model, one, open, REQUEST, List.of(), Map.of()))
                            .isInstanceOf(GraphException.class)
                            .hasMessageContaining("MatMul → y")
                            .hasMessageContaining("--dim");
                    continue;
                }
                AnySize made = AnySize.of(environment, model, one, open, REQUEST, List.of(), Map.of());
                Graph fixed =
                        new Preparation(environment).prepare(model, Map.of("batch", 1L, "width", 3L, "height", 31L));
                Map<String, Tensor> values = new HashMap<>();
                values.put("x", new RandomData(1).input(fixed.value("x")));
                values.put("y_cotangent", new RandomData(2).input(fixed.value("y")));
                double[] want =
                        pulled(environment, StandardRules.differentiator().differentiate(fixed, REQUEST), values);
                assertThat(distance(pulled(environment, made.open(), values), want))
                        .as(op)
                        .isLessThan(1e-6);
            }
        }
    }

    @Test
    void extents_are_read_and_too_few_sizes_refused() {
        assertThat(Extent.parse("height=64..512:8")).isEqualTo(new Extent("height", 64, 512, 8));
        assertThatThrownBy(() -> Extent.parse("height=64"))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("height=64..512:8");
        assertThatThrownBy(() -> Extent.parse("height=64..80:8")).hasMessageContaining("--dim height=N");
    }
}
