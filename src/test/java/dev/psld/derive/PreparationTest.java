package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.InputShapes;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
    @TempDir
    private Path folder;

    private Path file(GraphBuilder graph) {
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(graph.build(), file);
        return file;
    }

    private double[] pull(Environment environment, Graph prepared, Tensor x) {
        Graph vjp = StandardRules.differentiator()
                .differentiate(prepared, DiffRequest.of("x", "y", Mode.RECOMPUTE))
                .vjp();
        Path pullback = folder.resolve("vjp.onnx");
        OnnxWriter.write(vjp, pullback);
        Map<String, Tensor> feeds = new HashMap<>(Map.of("x", x));
        feeds.put("y_cotangent", Tensor.filled(ElementType.FLOAT, prepared.shape("y"), 1));
        try (Session session = environment.session(pullback, SessionOptions.defaults())) {
            return Objects.requireNonNull(
                            TypedRun.run(environment, session, feeds).get("x_cotangent"))
                    .toDoubles();
        }
    }

    @Test
    void a_window_of_ceiling_mode_that_would_start_in_the_padding_is_none() {
        try (Environment environment = Environment.open()) {
            for (String op : List.of("AveragePool", "MaxPool")) {
                GraphBuilder g = new GraphBuilder("ceiling", 17);
                g.input("x", ElementType.FLOAT, 1, 1, 5);
                Attributes window = Attributes.of(
                        "kernel_shape", new long[] {2},
                        "strides", new long[] {2},
                        "pads", new long[] {1, 1},
                        "ceil_mode", 1);
                g.emitAs("p", op, window, "x");
                g.emitAs("q", "Neg", Attributes.NONE, "p");
                g.emitAs("y", "ReduceMean", Attributes.of("keepdims", 0), "p");
                g.output("y", ElementType.FLOAT).output("q", ElementType.FLOAT, 1, 1, -1);
                Graph prepared = new Preparation(environment).prepare(file(g), Map.of());
                assertThat(prepared.shape("q")).isEqualTo(Shape.of(1, 1, 3));
                double[] want = op.equals("MaxPool")
                        ? new double[] {1 / 3.0, 0, 1 / 3.0, 0, 1 / 3.0}
                        : new double[] {1 / 3.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0};
                assertThat(pull(environment, prepared, Tensor.floats(Shape.of(1, 1, 5), 1, 2, 3, 4, 5)))
                        .containsExactly(want, within(1e-6));
            }
        }
    }

    /** ONNX Runtime 1.29: “Attempt to replace the existing tensor”. */
    @Test
    void reshapes_that_onnx_runtime_joined_do_not_keep_their_pullback_from_being_loaded() {
        GraphBuilder g = new GraphBuilder("joined", 17);
        g.input("x", ElementType.FLOAT, 2, 2);
        g.constant("_new_shape", Tensor.vector(1, 4));
        g.emitAs("a", "Reshape", Attributes.NONE, "x", "_new_shape");
        g.emitAs("b", "Reshape", Attributes.NONE, "a", g.vector(4));
        g.emitAs("c", "Reshape", Attributes.NONE, "b", g.vector(4, 1));
        g.emitAs("d", "Mul", Attributes.NONE, "c", "a");
        g.emitAs("y", "Sin", Attributes.NONE, "d");
        g.output("y", ElementType.FLOAT, 4, 4);
        try (Environment environment = Environment.open()) {
            Preparation preparation = new Preparation(environment);
            Graph prepared = preparation.prepare(file(g), Map.of());
            Graph twice = preparation.prepare(prepared);
            DiffRequest request = DiffRequest.of("x", "y", Mode.RECOMPUTE);
            assertThat(new Tangents(environment).of(twice, request).isInput("x_tangent"))
                    .isTrue();
            double[] x = {1, 2, 3, 4};
            double[] want = new double[4];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    double slope = Math.cos(x[i] * x[j]);
                    want[i] += slope * x[j];
                    want[j] += slope * x[i];
                }
            }
            assertThat(pull(environment, twice, Tensor.floats(Shape.of(2, 2), 1, 2, 3, 4)))
                    .containsExactly(want, within(1e-5));
        }
    }

    @Test
    void equal_constants_that_an_old_file_lists_among_its_inputs_do_not_become_inputs() throws IOException {
        GraphBuilder g = new GraphBuilder("old", 8);
        g.input("x", ElementType.FLOAT, 2);
        g.constant("w", Tensor.floats(Shape.of(2), 2, 3));
        g.constant("w2", Tensor.floats(Shape.of(2), 2, 3));
        g.emitAs("a", "Mul", Attributes.NONE, "x", "w");
        g.emitAs("b", "Tanh", Attributes.NONE, "a");
        g.emitAs("y", "Mul", Attributes.NONE, "b", "w2");
        g.output("y", ElementType.FLOAT, 2);
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(OnnxWriter.toBytes(g.build())).toBuilder()
                .setIrVersion(3);
        for (String name : List.of("w", "w2")) {
            model.getGraphBuilder()
                    .addInput(model.getGraph().getInput(0).toBuilder().setName(name));
        }
        Path file = Files.write(folder.resolve("old.onnx"), model.build().toByteArray());
        try (Environment environment = Environment.open()) {
            Graph prepared = new Preparation(environment).prepare(file, Map.of());
            assertThat(prepared.inputs()).extracting(Value::name).containsExactly("x");
            assertThat(pull(environment, prepared, Tensor.floats(Shape.of(2), 0, 0)))
                    .containsExactly(new double[] {4, 9}, within(1e-6));
        }
    }

    @Test
    void dimensions_without_names_are_fixed_by_aShape_and_asked_for_by_one() throws IOException {
        GraphBuilder g = new GraphBuilder("open", 17);
        g.input("x", ElementType.FLOAT, 1, 3, -1, -1);
        g.emitAs("y", "Tanh", Attributes.NONE, "x");
        g.output("y", ElementType.FLOAT, 1, 3, -1, -1);
        Path file = file(g);
        try (Environment environment = Environment.open()) {
            Preparation preparation = new Preparation(environment);
            assertThatThrownBy(() -> preparation.prepare(file, Map.of()))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("“x” [1×3×?×?]")
                    .hasMessageContaining("--shape x=1,3,N,N");
            InputShapes sizes = new InputShapes(Map.of(), Map.of("x", Shape.of(1, 3, 4, 5)));
            assertThat(preparation.prepare(file, sizes, List.of()).shape("y")).isEqualTo(Shape.of(1, 3, 4, 5));
            assertThatThrownBy(() -> preparation.prepare(
                            file, new InputShapes(Map.of(), Map.of("x", Shape.of(1, 4, 4, 5))), List.of()))
                    .hasMessageContaining("dimension 1 of the input “x” [1×3×?×?] is 3 already, not 4");
            assertThatThrownBy(() ->
                            preparation.prepare(file, new InputShapes(Map.of(), Map.of("z", Shape.of(1))), List.of()))
                    .hasMessageContaining("no input “z”");
        }
    }

    @Test
    void a_shape_tells_the_symbols_in_it_to_the_other_inputs() throws IOException {
        GraphBuilder g = new GraphBuilder("named", 17);
        g.input("x", ElementType.FLOAT, -1, 3);
        g.input("z", ElementType.FLOAT, -1, 3);
        g.add(new Node("", "Add", "", List.of("x", "z"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, -1, 3);
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(OnnxWriter.toBytes(g.build())).toBuilder();
        for (OnnxMl.ValueInfoProto.Builder input : model.getGraphBuilder().getInputBuilderList()) {
            input.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(0)
                    .setDimParam("batch");
        }
        Path file = Files.write(folder.resolve("named.onnx"), model.build().toByteArray());
        try (Environment environment = Environment.open()) {
            Preparation preparation = new Preparation(environment);
            assertThatThrownBy(() -> preparation.prepare(file, Map.of())).hasMessageContaining("--dim batch=N");
            InputShapes sizes = new InputShapes(Map.of(), Map.of("x", Shape.of(7, 3)));
            assertThat(preparation.prepare(file, sizes, List.of()).shape("z")).isEqualTo(Shape.of(7, 3));
        }
    }
}
