package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import dev.psld.graph.Node;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control flow written out: x̄ for a cotangent of ones, with values worked out by hand. */
class ControlFlowTest {
    @TempDir
    private Path folder;

    private static OnnxMl.ValueInfoProto value(String name, ElementType type) {
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type.code())))
                .build();
    }

    private static OnnxMl.NodeProto node(String op, String output, String... inputs) {
        return OnnxMl.NodeProto.newBuilder()
                .setOpType(op)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static Attributes.Subgraph branch(String op, String result) {
        return new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName(op)
                .addNode(node(op, result, "x"))
                .addOutput(value(result, ElementType.FLOAT))
                .build());
    }

    private static Tensor truth(boolean yes) {
        return new Tensor(ElementType.BOOL, Shape.of(), ByteBuffer.wrap(new byte[] {(byte) (yes ? 1 : 0)}));
    }

    private static GraphBuilder graph(long... dims) {
        GraphBuilder g = new GraphBuilder("flow", 17);
        g.input("x", ElementType.FLOAT, dims);
        return g;
    }

    private double[] pull(GraphBuilder g, Tensor x) {
        Path file = folder.resolve("flow.onnx");
        OnnxWriter.write(g.build(), file);
        return pull(file, x);
    }

    private double[] pull(Path file, Tensor x) {
        try (Environment environment = Environment.open()) {
            Graph prepared = new Preparation(environment).withBranches().prepare(file, Map.of());
            Graph vjp = StandardRules.differentiator()
                    .differentiate(prepared, DiffRequest.of("x", "y", Mode.RECOMPUTE))
                    .vjp();
            Path pullback = folder.resolve("vjp.onnx");
            OnnxWriter.write(vjp, pullback);
            Tensor ones = Tensor.filled(ElementType.FLOAT, prepared.shape("y"), 1);
            try (Session session = environment.session(pullback, SessionOptions.defaults())) {
                Map<String, Tensor> results = TypedRun.run(environment, session, Map.of("x", x, "y_cotangent", ones));
                return Objects.requireNonNull(results.get("x_cotangent")).toDoubles();
            }
        }
    }

    private static Attributes.Subgraph step() {
        // h ← h·x, and a row h + i for each step.
        return new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName("step")
                .addInput(value("i", ElementType.INT64))
                .addInput(value("go", ElementType.BOOL))
                .addInput(value("h", ElementType.FLOAT))
                .addNode(node("Identity", "on", "go"))
                .addNode(node("Mul", "next", "h", "x"))
                .addNode(node("Cast", "number", "i").toBuilder()
                        .addAttribute(OnnxMl.AttributeProto.newBuilder()
                                .setName("to")
                                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                                .setI(1))
                        .build())
                .addNode(node("Add", "row", "next", "number"))
                .addOutput(value("on", ElementType.BOOL))
                .addOutput(value("next", ElementType.FLOAT))
                .addOutput(value("row", ElementType.FLOAT))
                .build());
    }

    @Test
    void an_if_of_aConstant_is_the_branch_that_it_takes() {
        for (boolean yes : new boolean[] {true, false}) {
            GraphBuilder g = graph(2);
            g.constant("c", truth(yes));
            Attributes branches = Attributes.of("then_branch", branch("Neg", "t"), "else_branch", branch("Exp", "e"));
            g.emitAs("y", "If", branches, "c");
            g.output("y", ElementType.FLOAT, 2);
            assertThat(pull(g, Tensor.floats(Shape.of(2), 0, 1)))
                    .containsExactly(yes ? new double[] {-1, -1} : new double[] {1, Math.E}, within(1e-6));
        }
    }

    @Test
    void an_if_of_aComputed_condition_is_differentiated_by_the_branch_that_runs() {
        GraphBuilder g = graph(2);
        g.constant("zero", Tensor.floats(Shape.of(), 0));
        g.emitAs("sum", "ReduceSum", Attributes.of("keepdims", 0), "x");
        g.emitAs("c", "Greater", Attributes.NONE, "sum", "zero");
        Attributes branches = Attributes.of("then_branch", branch("Neg", "t"), "else_branch", branch("Exp", "e"));
        g.emitAs("y", "If", branches, "c");
        g.output("y", ElementType.FLOAT, 2);
        Path file = folder.resolve("if.onnx");
        OnnxWriter.write(g.build(), file);
        assertThat(pull(file, Tensor.floats(Shape.of(2), 0, 1))).containsExactly(-1, -1);
        assertThat(pull(file, Tensor.floats(Shape.of(2), 0, -1)))
                .containsExactly(new double[] {1, Math.exp(-1)}, within(1e-6));
    }

    /** x of 3 rows or z of 6, by a place that is in both or in z alone: either row squared. */
    private Path twoTables() {
        GraphBuilder g = new GraphBuilder("tables", 17);
        g.input("x", ElementType.FLOAT, 3, 2);
        g.input("z", ElementType.FLOAT, 6, 2);
        g.input("i", ElementType.INT64, 1);
        g.constant("rows", Tensor.longs(Shape.of(1), 3));
        g.emitAs("c", "Less", Attributes.NONE, "i", "rows");
        Attributes branches = Attributes.of("then_branch", row("x", "t"), "else_branch", row("z", "e"));
        g.emitAs("y", "If", branches, "c");
        g.output("y", ElementType.FLOAT, 1, 2);
        Path file = folder.resolve("tables.onnx");
        OnnxWriter.write(g.build(), file);
        return file;
    }

    private static Attributes.Subgraph row(String table, String result) {
        return new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName(result)
                .addNode(node("Gather", "row_" + table, table, "i"))
                .addNode(node("Mul", result, "row_" + table, "row_" + table))
                .addOutput(value(result, ElementType.FLOAT))
                .build());
    }

    @Test
    void a_branch_that_fails_on_the_data_of_the_other_one_does_not_run_forward_nor_back() {
        try (Environment environment = Environment.open()) {
            Graph prepared = new Preparation(environment).withBranches().prepare(twoTables(), Map.of());
            DiffRequest request = new DiffRequest(List.of("x", "z"), List.of("y"), Mode.TAPE);
            Vjp vjp = StandardRules.differentiator().differentiate(prepared, request);
            Graph jvp = new Tangents(environment).of(prepared, request);
            Graph hvp = new SecondOrder(environment).of(prepared, request, SecondOrder.Way.FORWARD);
            Map<String, Tensor> given = new HashMap<>(Map.of(
                    "x", Tensor.floats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6),
                    "z", Tensor.floats(Shape.of(6, 2), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8),
                    "x_tangent", Tensor.filled(ElementType.FLOAT, Shape.of(3, 2), 1),
                    "z_tangent", Tensor.filled(ElementType.FLOAT, Shape.of(6, 2), 1),
                    "y_cotangent", Tensor.filled(ElementType.FLOAT, Shape.of(1, 2), 1)));
            given.put("i", Tensor.longs(Shape.of(1), 1));
            assertThat(values(environment, vjp.forward(), given, "y")).containsExactly(9, 16);
            assertThat(values(environment, vjp.vjp(), given, "x_cotangent")).containsExactly(0, 0, 6, 8, 0, 0);
            assertThat(values(environment, vjp.vjp(), given, "z_cotangent")).containsOnly(0);
            assertThat(values(environment, jvp, given, "y_tangent")).containsExactly(6, 8);
            assertThat(values(environment, hvp, given, "x_hvp")).containsExactly(0, 0, 2, 2, 0, 0);
            given.put("i", Tensor.longs(Shape.of(1), 5));
            assertThat(values(environment, vjp.forward(), given, "y")).containsExactly(49, 64);
            assertThat(values(environment, vjp.vjp(), given, "x_cotangent")).containsOnly(0);
            assertThat(values(environment, vjp.vjp(), given, "z_cotangent"))
                    .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 16);
            assertThat(values(environment, jvp, given, "y_tangent")).containsExactly(14, 16);
            assertThat(values(environment, hvp, given, "x_hvp")).containsOnly(0);
        }
    }

    private double[] values(Environment environment, Graph graph, Map<String, Tensor> given, String output) {
        Path file = folder.resolve("run.onnx");
        OnnxWriter.write(graph, file);
        try (Session session = environment.session(file, SessionOptions.defaults())) {
            Map<String, Tensor> inputs = new HashMap<>(given);
            inputs.keySet().retainAll(graph.inputs().stream().map(Value::name).toList());
            return Objects.requireNonNull(
                            TypedRun.run(environment, session, inputs).get(output))
                    .toDoubles();
        }
    }

    /** x of 2 as it is, or times a matrix of 3 rows, by a rate. */
    private GraphBuilder twoRates() {
        GraphBuilder g = graph(1, 2);
        g.constant("known", Tensor.longs(Shape.of(), 16000));
        g.constant("matrix", Tensor.filled(ElementType.FLOAT, Shape.of(3, 2), 1));
        Attributes.Subgraph product = new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName("product")
                .addNode(node("MatMul", "e", "x", "matrix"))
                .addOutput(value("e", ElementType.FLOAT))
                .build());
        g.emitAs("c", "Equal", Attributes.NONE, "rate", "known");
        g.emitAs("y", "If", Attributes.of("then_branch", branch("Exp", "t"), "else_branch", product), "c");
        g.output("y", ElementType.FLOAT, 1, 2);
        return g;
    }

    @Test
    void a_branch_that_constants_rule_out_need_not_be_valid() {
        GraphBuilder g = twoRates();
        g.constant("rate", Tensor.longs(Shape.of(), 16000));
        Path file = folder.resolve("rates.onnx");
        OnnxWriter.write(g.buildOpen(), file);
        assertThat(pull(file, Tensor.floats(Shape.of(1, 2), 0, 1)))
                .containsExactly(new double[] {1, Math.E}, within(1e-6));
    }

    @Test
    void an_invalid_branch_is_refused_with_the_input_that_decides_about_it() {
        GraphBuilder g = twoRates();
        g.input("rate", ElementType.INT64);
        Path file = folder.resolve("rates.onnx");
        OnnxWriter.write(g.buildOpen(), file);
        assertThatThrownBy(() -> pull(file, Tensor.floats(Shape.of(1, 2), 0, 1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("or export it with “rate” as a constant, which decides about its control flow");
    }

    @Test
    void an_if_whose_condition_folds_is_the_branch_that_it_takes_also_where_the_other_has_another_shape() {
        GraphBuilder g = graph(2, 1);
        String size = g.emit("Gather", g.emit("Shape", "x"), g.vector(1));
        g.emitAs("c", "Equal", Attributes.NONE, size, g.vector(1));
        g.constant("axis", Tensor.vector(1));
        Attributes.Subgraph squeezed = new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName("squeezed")
                .addNode(node("Squeeze", "s", "x", "axis"))
                .addOutput(value("s", ElementType.FLOAT))
                .build());
        Attributes branches = Attributes.of("then_branch", squeezed, "else_branch", branch("Exp", "e"));
        String taken = g.emit("If", branches, "c");
        g.emitAs("y", "Mul", Attributes.NONE, taken, taken);
        g.output("y", ElementType.FLOAT, -1);
        assertThat(pull(g, Tensor.floats(Shape.of(2, 1), 2, 5))).containsExactly(4, 10);
    }

    @Test
    void a_choice_between_results_of_different_shapes_is_refused() {
        GraphBuilder g = graph(2, 1);
        String sum = g.emit("ReduceSum", Attributes.of("keepdims", 0), "x");
        g.emitAs("c", "Greater", Attributes.NONE, sum, g.constant(Tensor.floats(Shape.of(), 0)));
        g.constant("axis", Tensor.vector(1));
        Attributes.Subgraph squeezed = new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName("squeezed")
                .addNode(node("Squeeze", "s", "x", "axis"))
                .addOutput(value("s", ElementType.FLOAT))
                .build());
        Attributes branches = Attributes.of("then_branch", squeezed, "else_branch", branch("Exp", "e"));
        g.emitAs("y", "If", branches, "c");
        g.output("y", ElementType.FLOAT, -1);
        assertThatThrownBy(() -> pull(g, Tensor.floats(Shape.of(2, 1), 2, 5)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("its branches give results of different shapes")
                .hasMessageContaining("traced or unrolled");
    }

    @Test
    void a_sequence_that_only_a_branch_reads_is_handled_when_the_branch_is_written() {
        GraphBuilder g = graph(2);
        g.constant("c", truth(true));
        g.add(new Node("", "SequenceConstruct", "", List.of("x", "x"), List.of("parts"), Attributes.NONE));
        Attributes.Subgraph joined = new Attributes.Subgraph(OnnxMl.GraphProto.newBuilder()
                .setName("joined")
                .addNode(node("ConcatFromSequence", "j", "parts").toBuilder()
                        .addAttribute(OnnxMl.AttributeProto.newBuilder()
                                .setName("axis")
                                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                                .setI(0)))
                .addOutput(value("j", ElementType.FLOAT))
                .build());
        Attributes branches = Attributes.of("then_branch", joined, "else_branch", branch("Exp", "e"));
        String taken = g.emit("If", branches, "c");
        g.emitAs("y", "Mul", Attributes.NONE, taken, taken);
        g.output("y", ElementType.FLOAT, -1);
        assertThat(pull(g, Tensor.floats(Shape.of(2), 2, 5))).containsExactly(8, 20);
    }

    @Test
    void a_sequence_whose_place_is_computed_and_a_selection_by_the_data_are_refused_with_what_to_do() {
        GraphBuilder g = graph(2);
        g.add(new Node("", "SequenceConstruct", "", List.of("x", "x"), List.of("parts"), Attributes.NONE));
        g.emitAs("place", "Cast", Attributes.of("to", 7), g.emit("ReduceSum", Attributes.of("keepdims", 0), "x"));
        g.add(new Node("", "SequenceAt", "", List.of("parts", "place"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 2);
        assertThatThrownBy(() -> pull(g, Tensor.floats(Shape.of(2), 2, 5)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("a sequence whose elements are computed at run time")
                .hasMessageContaining("traced or unrolled");
        GraphBuilder s = graph(3);
        s.emitAs("y", "GatherND", Attributes.NONE, "x", s.emit("Transpose", s.emit("NonZero", "x")));
        s.output("y", ElementType.FLOAT, -1);
        assertThatThrownBy(() -> pull(s, Tensor.floats(Shape.of(3), 2, 0, 5)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("depends on the data, for NonZero")
                .hasMessageContaining("--of");
    }

    @Test
    void a_loop_of_aConstant_number_of_steps_is_its_steps() {
        GraphBuilder g = graph(2);
        g.constant("steps", Tensor.longs(Shape.of(), 3));
        g.constant("go", truth(true));
        g.add(new Node(
                "", "Loop", "", List.of("steps", "go", "x"), List.of("last", "rows"), Attributes.of("body", step())));
        g.emitAs("sum", "ReduceSum", Attributes.of("keepdims", 0), "rows", g.vector(0));
        g.emitAs("y", "Add", Attributes.NONE, "last", "sum");
        g.output("y", ElementType.FLOAT, 2);
        // y = x⁴ + (x² + x³ + x⁴ + 3)
        assertThat(pull(g, Tensor.floats(Shape.of(2), 1, 2)))
                .containsExactly(new double[] {8 + 2 + 3, 64 + 4 + 12}, within(1e-5));
    }

    @Test
    void a_step_of_aLoop_takes_no_name_of_aNode_around_it_and_constants_that_its_body_lists_twice_count_once() {
        OnnxMl.TensorProto three = OnnxMl.TensorProto.newBuilder()
                .setName("three")
                .setDataType(1)
                .addFloatData(3)
                .build();
        OnnxMl.GraphProto body = OnnxMl.GraphProto.newBuilder()
                .setName("body")
                .addInput(value("i", ElementType.INT64))
                .addInput(value("going", ElementType.BOOL))
                .addInput(value("h", ElementType.FLOAT))
                .addInitializer(three)
                .addInitializer(three)
                .addNode(node("Mul", "next", "h", "three").toBuilder().setName("scaling"))
                .addOutput(value("going", ElementType.BOOL))
                .addOutput(value("next", ElementType.FLOAT))
                .build();
        GraphBuilder g = graph(2);
        g.constant("two", Tensor.vector(2));
        // Folding finds out that there are two steps.
        g.emitAs("steps", "Squeeze", Attributes.NONE, "two");
        g.constant("go", truth(true));
        g.add(new Node(
                "",
                "Loop",
                "",
                List.of("steps", "go", "x"),
                List.of("last"),
                Attributes.of("body", new Attributes.Subgraph(body))));
        g.add(new Node("scaling_1", "Mul", "", List.of("last", "last"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 2);
        // y = 81·x²
        assertThat(pull(g, Tensor.floats(Shape.of(2), 1, 2))).containsExactly(162, 324);
    }

    @Test
    void a_map_over_aSequence_is_its_body_for_each_element_and_takes_no_name_that_branches_inside_have() {
        OnnxMl.GraphProto negated = OnnxMl.GraphProto.newBuilder()
                .setName("negated")
                .addNode(node("Neg", "f_1", "f"))
                .addOutput(value("f_1", ElementType.FLOAT))
                .build();
        OnnxMl.GraphProto doubled = OnnxMl.GraphProto.newBuilder()
                .setName("doubled")
                .addNode(node("Add", "sum", "f", "f"))
                .addOutput(value("sum", ElementType.FLOAT))
                .build();
        OnnxMl.GraphProto body = OnnxMl.GraphProto.newBuilder()
                .setName("each")
                .addInput(value("e", ElementType.FLOAT))
                .addNode(node("Mul", "f", "e", "e"))
                .addNode(node("Shape", "dims", "e"))
                .addNode(node("Size", "rank", "dims"))
                .addNode(node("CastLike", "none", "zero", "rank"))
                .addNode(node("Equal", "scalar", "rank", "none"))
                .addNode(node("If", "picked", "scalar").toBuilder()
                        .addAttribute(body("then_branch", negated))
                        .addAttribute(body("else_branch", doubled)))
                .addOutput(value("picked", ElementType.FLOAT))
                .build();
        GraphBuilder g = graph(2);
        g.constant("zero", Tensor.floats(Shape.of(), 0));
        g.add(new Node("", "SequenceConstruct", "", List.of("x", "x"), List.of("pair"), Attributes.NONE));
        Attributes each = Attributes.of("body", new Attributes.Subgraph(body));
        g.add(new Node("", "SequenceMap", "", List.of("pair"), List.of("mapped"), each));
        g.add(new Node("", "ConcatFromSequence", "", List.of("mapped"), List.of("y"), Attributes.of("axis", 0)));
        g.output("y", ElementType.FLOAT, 4);
        // y = (2x², 2x²)
        assertThat(pull(g, Tensor.floats(Shape.of(2), 1, 3))).containsExactly(8, 24);
    }

    private static OnnxMl.AttributeProto body(String name, OnnxMl.GraphProto graph) {
        return OnnxMl.AttributeProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.AttributeProto.AttributeType.GRAPH)
                .setG(graph)
                .build();
    }

    @Test
    void a_size_that_anInput_tells_is_refused_with_that_input_and_taken_as_aConstant() {
        GraphBuilder open = graph(3);
        open.input("end", ElementType.INT64, 1);
        slice(open);
        assertThatThrownBy(() -> pull(open, Tensor.floats(Shape.of(3), 1, 2, 3)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("takes its sizes from “end”")
                .hasMessageContaining("export the model with “end” as a constant");
        GraphBuilder told = graph(3);
        told.constant("end", Tensor.vector(2));
        slice(told);
        assertThat(pull(told, Tensor.floats(Shape.of(3), 1, 2, 3))).containsExactly(2, 4, 0);
    }

    private static void slice(GraphBuilder g) {
        String part = g.emit("Slice", "x", g.vector(0), "end");
        g.emitAs("y", "Mul", Attributes.NONE, part, part);
        g.output("y", ElementType.FLOAT, -1);
    }

    @Test
    void a_scan_over_aKnown_axis_is_its_steps() {
        OnnxMl.GraphProto body = OnnxMl.GraphProto.newBuilder()
                .setName("step")
                .addInput(value("h", ElementType.FLOAT))
                .addInput(value("u", ElementType.FLOAT))
                .addNode(node("Mul", "next", "h", "u"))
                .addNode(node("Identity", "row", "next"))
                .addOutput(value("next", ElementType.FLOAT))
                .addOutput(value("row", ElementType.FLOAT))
                .build();
        GraphBuilder g = graph(3);
        g.constant("one", Tensor.floats(Shape.of(), 1));
        g.emitAs("own", "Identity", Attributes.NONE, "x");
        Attributes backwards = Attributes.of(
                "body", new Attributes.Subgraph(body), "num_scan_inputs", 1, "scan_input_directions", new long[] {1});
        g.add(new Node("", "Scan", "", List.of("one", "own"), List.of("last", "rows"), backwards));
        g.emitAs("y", "ReduceSum", Attributes.of("keepdims", 0), "rows");
        g.output("y", ElementType.FLOAT);
        // y = x₃ + x₃·x₂ + x₃·x₂·x₁
        assertThat(pull(g, Tensor.floats(Shape.of(3), 2, 3, 5)))
                .containsExactly(new double[] {15, 5 + 10, 1 + 3 + 6}, within(1e-5));
    }

    @Test
    void elements_of_aSequence_are_handled_by_themselves() {
        GraphBuilder g = graph(5);
        g.constant("two", Tensor.longs(Shape.of(), 2));
        g.constant("zero", Tensor.longs(Shape.of(), 0));
        g.constant("last", Tensor.longs(Shape.of(), -1));
        g.add(new Node("", "SplitToSequence", "", List.of("x", "two"), List.of("parts"), Attributes.of("axis", 0)));
        g.add(new Node("", "SequenceAt", "", List.of("parts", "zero"), List.of("first"), Attributes.NONE));
        g.add(new Node("", "SequenceAt", "", List.of("parts", "last"), List.of("end"), Attributes.NONE));
        g.emitAs("product", "Mul", Attributes.NONE, "first", "end");
        g.add(new Node("", "SequenceInsert", "", List.of("parts", "product"), List.of("more"), Attributes.NONE));
        g.add(new Node("", "ConcatFromSequence", "", List.of("more"), List.of("y"), Attributes.of("axis", 0)));
        g.output("y", ElementType.FLOAT, 7);
        assertThat(pull(g, Tensor.floats(Shape.of(5), 1, 2, 3, 4, 5))).containsExactly(6, 6, 1, 1, 4);
    }

    @Test
    void functions_of_aModel_stand_for_their_bodies() throws IOException {
        GraphBuilder g = graph(2).opset("my", 1);
        g.add(new Node("", "Square", "my", List.of("x"), List.of("s"), Attributes.NONE));
        g.constant("c", truth(true));
        Attributes branches = Attributes.of("then_branch", branch("Neg", "t"), "else_branch", branch("Exp", "e"));
        g.emitAs("b", "If", branches, "c");
        g.emitAs("y", "Add", Attributes.NONE, "s", "b");
        g.output("y", ElementType.FLOAT, 2);
        OnnxMl.FunctionProto square = OnnxMl.FunctionProto.newBuilder()
                .setName("Square")
                .setDomain("my")
                .addInput("a")
                .addOutput("r")
                .addNode(node("Mul", "r", "a", "a"))
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
                .build();
        OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(OnnxWriter.toBytes(g.build())).toBuilder()
                .addFunctions(square)
                .build();
        Path file = Files.write(folder.resolve("functions.onnx"), model.toByteArray());
        assertThat(pull(file, Tensor.floats(Shape.of(2), 3, -4))).containsExactly(5, -9);
    }

    @Test
    void a_loop_whose_steps_are_computed_is_refused_with_aSentence() {
        GraphBuilder g = graph(2);
        g.input("steps", ElementType.INT64);
        g.constant("go", truth(true));
        g.add(new Node(
                "walk", "Loop", "", List.of("steps", "go", "x"), List.of("y", "rows"), Attributes.of("body", step())));
        g.output("y", ElementType.FLOAT, 2);
        Path file = folder.resolve("loop.onnx");
        OnnxWriter.write(g.build(), file);
        try (Environment environment = Environment.open()) {
            assertThatThrownBy(() -> new Preparation(environment).prepare(file, Map.of()))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("Loop “walk”")
                    .hasMessageContaining("number of steps is computed at run time")
                    .hasMessageContaining("traced or unrolled");
        }
    }
}
