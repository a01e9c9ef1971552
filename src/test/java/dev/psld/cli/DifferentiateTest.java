package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferentiateTest {
    @TempDir
    private Path folder;

    /** y = tanh(table[i]·x), s = Σ over columns; i is an index input. */
    private Path model(ElementType type) {
        GraphBuilder g = new GraphBuilder("model", 17);
        g.input("x", type, 2, 3);
        g.input("i", ElementType.INT64, 2);
        g.constant("table", Tensor.real(type, Shape.of(4, 3), 1, 2, 3, -1, .5, 2, 1, 1, 1, 0, 0, 1));
        g.add(new Node("look up", "Gather", "", List.of("table", "i"), List.of("row"), Attributes.NONE));
        g.add(new Node("", "Mul", "", List.of("row", "x"), List.of("h"), Attributes.NONE));
        g.add(new Node("", "Tanh", "", List.of("h"), List.of("y"), Attributes.NONE));
        g.constant("axes", Tensor.vector(1));
        g.add(new Node("", "ReduceSum", "", List.of("y", "axes"), List.of("s"), Attributes.of("keepdims", 0)));
        g.output("y", type, 2, 3);
        g.output("s", type, 2);
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(g.build(), file);
        return file;
    }

    @Test
    void forward_mode_takes_tangents_and_gives_tangents() {
        Path out = folder.resolve("out");
        CliRun.of("differentiate", model(ElementType.FLOAT), "--wrt", "x", "--of", "y,s", "--jvp", "-o", out)
                .ok();
        Graph forward = OnnxReader.read(out.resolve("model_jvp.onnx"));
        assertThat(forward.inputs()).extracting(Value::name).containsExactlyInAnyOrder("x_tangent", "x", "i");
        assertThat(forward.outputs()).extracting(Value::name).containsExactly("y_tangent", "s_tangent");
    }

    @Test
    void intermediates_and_several_outputs_are_checked_one_by_one() {
        String printed = CliRun.of(
                        "differentiate",
                        model(ElementType.FLOAT),
                        "--wrt",
                        "x",
                        "--wrt",
                        "h",
                        "--of",
                        "s,y",
                        "--mode",
                        "recompute",
                        "--check",
                        "--seed",
                        "7")
                .ok()
                .out();
        assertThat(printed)
                .contains("d s / d x: adjoint test", "d y / d x: adjoint test", "d s / d h: adjoint test")
                .contains("check passed at seed 7 (float");
    }

    /** Twelve times tanh(W·x). */
    private Path layers() {
        GraphBuilder g = new GraphBuilder("layers", 17);
        String value = g.input("x", ElementType.FLOAT, 4, 64);
        float[] weights = new float[64 * 64];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i) / 8;
        }
        String w = g.constant(Tensor.floats(Shape.of(64, 64), weights));
        for (int i = 0; i < 12; i++) {
            value = g.emit("Tanh", g.emit("MatMul", value, w));
        }
        Path file = folder.resolve("layers.onnx");
        OnnxWriter.write(g.output(value, ElementType.FLOAT, 4, 64).build(), file);
        return file;
    }

    @Test
    void the_curve_of_the_tape_tells_the_limits_to_ask_for_and_a_limit_is_kept() {
        Path model = layers();
        List<String> curve = CliRun.of("differentiate", model, "--wrt", "x", "--of", "tanh_11", "--tape-curve")
                .ok()
                .out()
                .lines()
                .toList();
        assertThat(curve.get(0)).contains("held at once", "tape", "forward again");
        assertThat(curve).hasSizeGreaterThan(2);
        assertThat(curve.get(curve.size() - 1)).endsWith(" 0 %");

        CliRun.of("differentiate", model, "--wrt", "x", "--of", "tanh_11", "--tape-limit", "1B", "--check")
                .fails(ExitCode.FAILED, "cannot do with 1 bytes", "the least is");
        for (String mode : List.of("tape", "recompute")) {
            Path out = folder.resolve(mode);
            String printed = CliRun.of(
                            "differentiate",
                            model,
                            "--wrt",
                            "x",
                            "--of",
                            "tanh_11",
                            "--mode",
                            mode,
                            "--tape-limit",
                            "least",
                            "--jvp",
                            "--check",
                            "-o",
                            out)
                    .ok()
                    .out();
            assertThat(printed).contains("check passed", "segments are computed again, one at a time");
            assertThat(OnnxReader.read(out.resolve("layers.onnx")).outputs()).hasSizeLessThan(9);
        }
    }

    @Test
    void a_limit_is_refused_where_it_has_no_meaning() {
        Path model = layers();
        for (List<String> other :
                List.of(List.of("--seeds", "3"), List.of("--names", "casadi"), List.of("--dynamic", "batch=1..4"))) {
            List<Object> words =
                    new ArrayList<>(List.of("differentiate", model, "--wrt", "x", "--of", "tanh_11", "--check"));
            words.addAll(List.of("--tape-limit", "least"));
            words.addAll(other);
            CliRun.of(words.toArray()).fails(ExitCode.USAGE, "--tape-limit");
        }
        CliRun.of("differentiate", model, "--wrt", "x", "--of", "tanh_11", "--check", "--tape-limit", "much")
                .fails(ExitCode.USAGE, "such as 400MB", "least", "“much”");
    }

    private static Attributes.Subgraph branch(String op) {
        GraphBuilder body = new GraphBuilder(op, 17);
        return Attributes.Subgraph.of(
                body.output(body.emitAs(op + "_result", op, Attributes.NONE, "x"), ElementType.FLOAT, 2)
                        .buildOpen());
    }

    @Test
    void a_branch_by_a_computed_condition_stays_one_but_under_a_limit_of_the_tape() {
        GraphBuilder g = new GraphBuilder("choice", 17);
        g.input("x", ElementType.FLOAT, 2);
        String sum = g.emit("ReduceSum", Attributes.of("keepdims", 0), "x");
        String negative = g.emit("Less", sum, g.constant(Tensor.floats(Shape.of(), 0)));
        g.emitAs("y", "If", Attributes.of("then_branch", branch("Exp"), "else_branch", branch("Tanh")), negative);
        Path model = folder.resolve("choice.onnx");
        OnnxWriter.write(g.output("y", ElementType.FLOAT, 2).build(), model);
        for (boolean limited : new boolean[] {false, true}) {
            Path out = folder.resolve("limited " + limited);
            List<Object> words =
                    new ArrayList<>(List.of("differentiate", model, "--wrt", "x", "--of", "y", "--check", "-o", out));
            words.addAll(limited ? List.of("--tape-limit", "1GB") : List.of());
            CliRun.of(words.toArray()).ok();
            assertThat(OnnxReader.read(out.resolve("choice_vjp.onnx")).nodes())
                    .extracting(Node::op)
                    .as("limited: %s", limited)
                    .contains(limited ? "Where" : "If");
        }
    }

    @Test
    void double_precision_is_held_to_double_tolerances() {
        String printed = CliRun.of(
                        "differentiate", model(ElementType.DOUBLE), "--wrt", "x", "--of", "y", "--check", "--seed", "3")
                .ok()
                .out();
        assertThat(printed).contains("check passed at seed 3 (double: adjoint test up to 1e-10");
    }

    @Test
    void data_of_inputs_comes_from_numpy_files() throws IOException {
        Path indices = folder.resolve("i.npy");
        ByteBuffer longs = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(3)
                .putLong(2);
        Files.write(indices, npy("<i8", "(2,)", longs.array()));
        CliRun.of(
                        "differentiate",
                        model(ElementType.FLOAT),
                        "--wrt",
                        "x",
                        "--of",
                        "y",
                        "--check",
                        "--data",
                        "i=" + indices)
                .ok();
        Files.write(indices, npy("<i8", "(1, 2)", longs.array()));
        CliRun.of(
                        "differentiate",
                        model(ElementType.FLOAT),
                        "--wrt",
                        "x",
                        "--of",
                        "y",
                        "--check",
                        "--data",
                        "i=" + indices)
                .fails(ExitCode.FAILED, "“i”", "[1×2]", "[2]");
        Files.write(indices, new byte[] {1, 2, 3});
        CliRun.of(
                        "differentiate",
                        model(ElementType.FLOAT),
                        "--wrt",
                        "x",
                        "--of",
                        "y",
                        "--check",
                        "--data",
                        "i=" + indices)
                .fails(ExitCode.FAILED, "numpy.save");
    }

    @Test
    void a_step_function_fails_its_check_and_writes_nothing() {
        // y = x + round(1000 x)/1000: the pullback of the differentiable path is 1, the quotients see about 2.
        GraphBuilder g = new GraphBuilder("stairs", 17);
        g.input("x", ElementType.FLOAT, 50);
        g.constant("many", Tensor.floats(Shape.of(), 1000));
        g.add(new Node("", "Mul", "", List.of("x", "many"), List.of("a"), Attributes.NONE));
        g.add(new Node("", "Round", "", List.of("a"), List.of("b"), Attributes.NONE));
        g.add(new Node("", "Div", "", List.of("b", "many"), List.of("c"), Attributes.NONE));
        g.add(new Node("", "Add", "", List.of("x", "c"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 50);
        Path file = folder.resolve("stairs.onnx");
        OnnxWriter.write(g.build(), file);
        Path out = folder.resolve("out");
        CliRun run = CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check", "-o", out);
        assertThat(run.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.out()).contains("(too much)", "check FAILED at seed 1");
        assertThat(out).doesNotExist();
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check", "--straight-through", "b")
                        .ok()
                        .out())
                .contains("pass straight through", "check passed");
    }

    @Test
    void a_single_number_is_probed_at_every_seed() {
        GraphBuilder g = new GraphBuilder("loss", 17);
        g.input("x", ElementType.FLOAT, 1);
        g.add(new Node("", "Mul", "", List.of("x", "x"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 1);
        Path file = folder.resolve("loss.onnx");
        OnnxWriter.write(g.build(), file);
        for (int seed = 1; seed <= 12; seed++) {
            assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check", "--seed", seed)
                            .ok()
                            .out())
                    .contains("adjoint test", "difference quotients")
                    .doesNotContain("nothing seen");
        }
    }

    @Test
    void a_check_that_saw_nothing_fails() {
        GraphBuilder g = new GraphBuilder("dead", 17);
        g.input("x", ElementType.FLOAT, 4);
        g.constant("low", Tensor.floats(Shape.of(), 1000));
        g.add(new Node("", "Sub", "", List.of("x", "low"), List.of("a"), Attributes.NONE));
        g.add(new Node("", "Relu", "", List.of("a"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 4);
        Path file = folder.resolve("dead.onnx");
        OnnxWriter.write(g.build(), file);
        CliRun run = CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.out()).contains("nothing seen", "--data", "check FAILED");
    }

    @Test
    void quotients_that_do_not_converge_say_so_and_leave_it_to_the_adjoint_test() {
        // A sine of a thousand periods about a large mean: rounding of its argument is a part of a period.
        GraphBuilder g = new GraphBuilder("stiff", 17);
        g.input("x", ElementType.FLOAT, 3);
        g.constant("fast", Tensor.floats(Shape.of(), 2e5f));
        g.add(new Node("", "Mul", "", List.of("x", "fast"), List.of("a"), Attributes.NONE));
        g.add(new Node("", "Sin", "", List.of("a"), List.of("s"), Attributes.NONE));
        // It has no kernel of double precision.
        g.add(new Node("", "Softplus", "", List.of("s"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 3);
        Path file = folder.resolve("stiff.onnx");
        OnnxWriter.write(g.build(), file);
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check")
                        .ok()
                        .out())
                .contains("do not converge here", "judged by the adjoint test", "check passed");
    }

    @Test
    void quotients_are_taken_in_double_precision_where_that_has_kernels() {
        GraphBuilder g = new GraphBuilder("fast", 17);
        g.input("x", ElementType.FLOAT, 3);
        g.constant("fast", Tensor.floats(Shape.of(), 1000));
        g.add(new Node("", "Mul", "", List.of("x", "fast"), List.of("a"), Attributes.NONE));
        g.add(new Node("", "Sin", "", List.of("a"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 3);
        Path file = folder.resolve("fast.onnx");
        OnnxWriter.write(g.build(), file);
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check")
                        .ok()
                        .out())
                .contains("difference quotients in double precision", "check passed")
                .doesNotContain("converge");
    }

    @Test
    void a_recurrent_node_that_loads_but_does_not_run_in_double_precision_is_checked_as_it_is() {
        GraphBuilder g = new GraphBuilder("model", 17);
        g.input("x", ElementType.FLOAT, 3, 2, 2);
        g.constant("w", Tensor.filled(ElementType.FLOAT, Shape.of(1, 9, 2), 0.2));
        g.constant("r", Tensor.filled(ElementType.FLOAT, Shape.of(1, 9, 3), -0.1));
        g.add(new Node("", "GRU", "", List.of("x", "w", "r"), List.of("y"), Attributes.of("hidden_size", 3)));
        g.output("y", ElementType.FLOAT, 3, 1, 2, 3);
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(g.build(), file);
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check")
                        .ok()
                        .out())
                .contains("check passed")
                .doesNotContain("double precision");
    }

    @Test
    void a_mask_of_minus_infinity_is_shifted_by_the_size_of_its_other_numbers() throws IOException {
        GraphBuilder g = new GraphBuilder("model", 17);
        g.input("x", ElementType.FLOAT, 2, 3);
        g.input("mask", ElementType.FLOAT, 2, 3);
        g.add(new Node("", "Add", "", List.of("x", "mask"), List.of("masked"), Attributes.NONE));
        g.add(new Node("", "Softmax", "", List.of("masked"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 2, 3);
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(g.build(), file);
        float none = Float.NEGATIVE_INFINITY;
        ByteBuffer numbers = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(new float[] {0, 0.5f, none, none, 1, -1});
        Path mask = folder.resolve("mask.npy");
        Files.write(mask, npy("<f4", "(2, 3)", numbers.array()));
        assertThat(CliRun.of("differentiate", file, "--wrt", "x,mask", "--of", "y", "--check", "--data", "mask=" + mask)
                        .ok()
                        .out())
                .contains("check passed");
    }

    @Test
    void values_without_elements_are_reshaped_and_have_nothing_to_check() {
        GraphBuilder g = new GraphBuilder("model", 17);
        g.input("x", ElementType.FLOAT, 0, 3, 4);
        g.constant("shape", Tensor.vector(3, 4, 0));
        g.add(new Node("", "Sin", "", List.of("x"), List.of("s"), Attributes.NONE));
        g.add(new Node("", "Reshape", "", List.of("s", "shape"), List.of("y"), Attributes.of("allowzero", 1)));
        g.output("y", ElementType.FLOAT, 3, 4, 0);
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(g.build(), file);
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check")
                        .ok()
                        .out())
                .contains("check passed");
    }

    @Test
    void an_attribute_that_the_runtime_does_not_know_is_named() {
        GraphBuilder g = new GraphBuilder("model", 17);
        g.input("x", ElementType.FLOAT, 2);
        g.add(new Node("", "Sin", "", List.of("x"), List.of("y"), Attributes.of("window", 1)));
        g.output("y", ElementType.FLOAT, 2);
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(g.build(), file);
        CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check")
                .fails(ExitCode.MODEL, "does not know the attribute “window” of its operator Sin");
    }

    @Test
    void a_weight_that_depends_on_the_input_is_differentiated_and_checked() {
        GraphBuilder g = new GraphBuilder("dynamic", 17);
        g.input("x", ElementType.FLOAT, 1, 2, 6, 6);
        g.constant("shape", Tensor.vector(4, 2, 3, 3));
        g.add(new Node("", "Reshape", "", List.of("x", "shape"), List.of("w"), Attributes.NONE));
        g.add(new Node("", "Conv", "", List.of("x", "w"), List.of("y"), Attributes.of("strides", new long[] {2, 2})));
        g.output("y", ElementType.FLOAT, 1, 4, 2, 2);
        Path file = folder.resolve("dynamic.onnx");
        OnnxWriter.write(g.build(), file);
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "--check")
                        .ok()
                        .out())
                .contains("check passed");
    }

    @Test
    void what_is_missing_is_named() {
        CliRun.of("differentiate").fails(ExitCode.USAGE, "MODEL.onnx");
        CliRun.of("differentiate", "m.onnx", "--of", "y").fails(ExitCode.USAGE, "--wrt");
        CliRun.of("differentiate", "m.onnx", "--wrt", "x").fails(ExitCode.USAGE, "--of");
        CliRun.of("differentiate", "m.onnx", "--wrt", "x,y", "--of", "y", "--check")
                .fails(ExitCode.FAILED, "“y”", "two graphs");
        CliRun.of("differentiate", "m.onnx", "--wrt", "x", "--of", "y").fails(ExitCode.USAGE, "-o DIR");
    }

    @Test
    void second_order_and_several_cotangents_are_files_and_ways_are_named() {
        GraphBuilder g = new GraphBuilder("curve", 17);
        g.input("x", ElementType.FLOAT, 3);
        g.add(new Node("", "Sin", "", List.of("x"), List.of("y"), Attributes.NONE));
        g.output("y", ElementType.FLOAT, 3);
        Path file = folder.resolve("curve.onnx");
        OnnxWriter.write(g.build(), file);
        Path out = folder.resolve("second");
        assertThat(CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "-o", out, "--hvp", "--seeds", 5)
                        .ok()
                        .out())
                .contains("curve_hvp.onnx: products with the second derivative");
        assertThat(OnnxReader.read(out.resolve("curve_vjp.onnx")).shape("y_cotangent"))
                .isEqualTo(Shape.of(5, 3));
        assertThat(OnnxReader.read(out.resolve("curve_hvp.onnx")).shape("x_hvp"))
                .isEqualTo(Shape.of(3));
        CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "-o", out, "--hvp=both")
                .fails(ExitCode.USAGE, "forward, reverse");
        CliRun.of("differentiate", file, "--wrt", "x", "--of", "y", "-o", out, "--dynamic", "n=1..2")
                .fails(ExitCode.FAILED, "--dim n=N");
    }

    @Test
    void operators_with_a_rule_are_listed() {
        assertThat(CliRun.of("differentiate", "--list-operators").ok().out().lines())
                .contains("Conv", "Softmax", "Resize")
                .doesNotContain("BitCast")
                .isSorted();
    }

    @Test
    void help_is_grouped() {
        assertThat(CliRun.of("differentiate", "--help").ok().out())
                .contains("What to differentiate:", "Checking it:", "Where the graphs go:", "ONNX Runtime,");
    }

    private static byte[] npy(String type, String shape, byte[] data) {
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = (10 + dictionary.length() + 1 + 63) / 64 * 64 - 10;
        byte[] header =
                (dictionary + " ".repeat(length - dictionary.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) length)
                .put(header)
                .put(data)
                .array();
    }
}
