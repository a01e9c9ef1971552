package dev.psld.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnnxRoundTripTest {
    private static final int MANY = 1000;

    @TempDir
    Path folder;

    /** y = x·w + b with a weight large enough to lie outside the model file. */
    private static Graph graph(String name) {
        GraphBuilder g = new GraphBuilder(name, 17);
        g.input("x", ElementType.FLOAT, 1, MANY);
        g.constant("w", Tensor.filled(ElementType.FLOAT, Shape.of(MANY), 0.5));
        g.constant("b", Tensor.scalar(ElementType.FLOAT, 3));
        g.emitAs("scaled", "Mul", Attributes.NONE, "x", "w");
        g.add(new Node(
                "shift",
                "Add",
                "",
                List.of("scaled", "b"),
                List.of("y"),
                Attributes.of(
                        "int",
                        7,
                        "real",
                        0.25,
                        "text",
                        "ü",
                        "ints",
                        new long[] {1, -2},
                        "reals",
                        List.of(1.5f, -2f),
                        "texts",
                        List.of("a", "b"),
                        "tensor",
                        Tensor.vector(4, 5))));
        return g.output("y", ElementType.FLOAT, 1, MANY).build();
    }

    @Test
    void a_graph_read_back_from_its_bytes_is_the_same() {
        Graph graph = graph("g");

        Graph read = OnnxReader.read(OnnxWriter.toBytes(graph));

        assertThat(read.name()).isEqualTo("g");
        assertThat(read.opsets()).isEqualTo(graph.opsets());
        assertThat(read.inputs()).isEqualTo(graph.inputs());
        assertThat(read.outputs()).isEqualTo(graph.outputs());
        assertThat(read.constants()).isEqualTo(graph.constants());
        assertThat(read.nodes()).isEqualTo(graph.nodes());
        assertThat(OnnxWriter.toBytes(read)).isEqualTo(OnnxWriter.toBytes(graph));
    }

    @Test
    void two_graphs_share_one_weight_file_that_holds_each_tensor_once() throws IOException {
        WeightFile weights = new WeightFile(folder.resolve("weights.bin"));
        OnnxWriter.write(graph("one"), folder.resolve("one.onnx"), weights);
        OnnxWriter.write(graph("two"), folder.resolve("two.onnx"), weights);
        weights.save();

        assertThat(Files.size(folder.resolve("weights.bin"))).isEqualTo(4 * MANY);
        assertThat(Files.size(folder.resolve("two.onnx"))).isLessThan(1000);
        assertThat(OnnxReader.read(folder.resolve("two.onnx")).constants())
                .isEqualTo(graph("two").constants());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("one.onnx", "two.onnx", "weights.bin");
    }

    @Test
    void truncated_weights_are_a_sentence_with_the_file() throws IOException {
        WeightFile weights = new WeightFile(folder.resolve("weights.bin"));
        Path model = folder.resolve("model.onnx");
        OnnxWriter.write(graph("g"), model, weights);
        weights.save();
        byte[] whole = Files.readAllBytes(folder.resolve("weights.bin"));
        Files.write(folder.resolve("weights.bin"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> OnnxReader.read(model))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("“w” lies beyond the end of " + folder.resolve("weights.bin"))
                .hasMessageContaining("copy the model again");

        Files.delete(folder.resolve("weights.bin"));
        assertThatThrownBy(() -> OnnxReader.read(model))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("weights.bin are missing");
    }

    @Test
    void weights_outside_the_model_s_folder_are_refused() throws IOException {
        WeightFile weights = new WeightFile(folder.resolve("weights.bin"));
        Path model = folder.resolve("model.onnx");
        OnnxWriter.write(graph("g"), model, weights);
        weights.save();
        String text = Files.readString(model, StandardCharsets.ISO_8859_1).replace("weights.bin", "../weights.");
        Files.writeString(model, text, StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> OnnxReader.read(model))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("outside the model's folder");
    }

    @Test
    void a_text_file_an_empty_file_and_a_missing_file_are_sentences() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "this is no model, it only has the name of one\n");
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        Path missing = folder.resolve("missing.onnx");

        for (Path file : List.of(text, empty, missing, folder)) {
            assertThatThrownBy(() -> OnnxReader.read(file))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void a_model_cut_short_is_a_sentence() throws IOException {
        byte[] bytes = OnnxWriter.toBytes(graph("g"));
        Path file = folder.resolve("half.onnx");
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining(file + " is not a readable ONNX model");
    }

    @Test
    void what_no_output_needs_is_pruned() {
        GraphBuilder g = graph("g").toBuilder();
        g.constant("unused", Tensor.vector(1));
        g.emitAs("dead", "Neg", Attributes.NONE, "x");

        Graph pruned = DeadCode.prune(g.build());

        assertThat(pruned.nodes()).isEqualTo(graph("g").nodes());
        assertThat(pruned.constants()).isEqualTo(graph("g").constants());
        assertThat(pruned.inputs()).isEqualTo(graph("g").inputs());
    }

    @Test
    void what_only_a_body_of_control_flow_reads_is_kept() {
        OnnxMl.GraphProto body = OnnxMl.GraphProto.newBuilder()
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Neg")
                        .addInput("outer")
                        .addOutput("r"))
                .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName("r"))
                .build();
        GraphBuilder g = new GraphBuilder("g", 17);
        g.input("x", ElementType.FLOAT, 1);
        g.input("c", ElementType.BOOL, 1);
        g.emitAs("outer", "Neg", Attributes.NONE, "x");
        g.emitAs(
                "y",
                "If",
                Attributes.of(
                        "then_branch", new Attributes.Subgraph(body), "else_branch", new Attributes.Subgraph(body)),
                "c");
        g.output("y", ElementType.FLOAT, 1);

        Graph pruned = DeadCode.prune(OnnxReader.read(OnnxWriter.toBytes(g.build())));

        assertThat(pruned.nodes()).extracting(Node::op).containsExactly("Neg", "If");
    }

    @Test
    void a_value_used_before_it_is_made_is_named() {
        GraphBuilder g = new GraphBuilder("g", 17);
        g.input("x", ElementType.FLOAT, 1);
        g.emitAs("y", "Add", Attributes.NONE, "x", "later");
        g.emitAs("later", "Neg", Attributes.NONE, "x");
        g.output("y", ElementType.FLOAT, 1);

        assertThatThrownBy(g::build)
                .isInstanceOf(GraphException.class)
                .hasMessage("Add → y in the graph “g” uses “later”, which nothing before it makes");
    }

    @Test
    void an_output_that_nothing_makes_is_named() {
        GraphBuilder g = new GraphBuilder("g", 17);
        g.output("nothing", ElementType.FLOAT, 1);

        assertThatThrownBy(g::build).hasMessage("the output “nothing” of the graph “g” is made by nothing");
    }

    @Test
    void every_half_goes_to_a_float_and_back() {
        for (ElementType type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
            ByteBuffer bytes = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (int bits = 0; bits < 1 << 16; bits++) {
                bytes.putShort((short) bits);
            }
            Tensor all = new Tensor(type, Shape.of(1 << 16), bytes.flip());
            double[] values = all.toDoubles();
            Tensor back = Tensor.real(type, all.shape(), values);
            double[] again = back.toDoubles();
            int changed = 0;
            int numbers = 0;
            for (int bits = 0; bits < 1 << 16; bits++) {
                boolean nan = Double.isNaN(values[bits]);
                numbers += nan ? 0 : 1;
                changed += nan
                        ? (Double.isNaN(again[bits]) ? 0 : 1)
                        : (back.data().getShort(2 * bits) == (short) bits ? 0 : 1);
            }
            assertThat(changed).as("changed of %s", type).isZero();
            // All patterns but those with a full exponent and some fraction are numbers or infinities.
            assertThat(numbers).isEqualTo((1 << 16) - 2 * (type == ElementType.FLOAT16 ? 1023 : 127));
        }
    }

    @Test
    void halves_round_to_nearest_and_ties_to_even() {
        assertThat(rounded(ElementType.FLOAT16, 1 + 0x1p-11)).isEqualTo(1);
        assertThat(rounded(ElementType.FLOAT16, 1 + 3 * 0x1p-11)).isEqualTo(1 + 0x1p-9);
        assertThat(rounded(ElementType.FLOAT16, 1 + 0x1.01p-11)).isEqualTo(1 + 0x1p-10);
        assertThat(rounded(ElementType.FLOAT16, 65504)).isEqualTo(65504);
        assertThat(rounded(ElementType.FLOAT16, 65519)).isEqualTo(65504);
        assertThat(rounded(ElementType.FLOAT16, 65520)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(rounded(ElementType.FLOAT16, -0x1p-25)).isEqualTo(-0.0);
        assertThat(rounded(ElementType.FLOAT16, 0x1.8p-24)).isEqualTo(0x1p-23);
        assertThat(rounded(ElementType.FLOAT16, 0x1.ffep-15)).isEqualTo(0x1p-14);
        assertThat(rounded(ElementType.BFLOAT16, 1 + 0x1p-8)).isEqualTo(1);
        assertThat(rounded(ElementType.BFLOAT16, 1 + 3 * 0x1p-8)).isEqualTo(1 + 0x1p-6);
    }

    private static double rounded(ElementType type, double value) {
        return Tensor.scalar(type, value).toDoubles()[0];
    }
}
