package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    @TempDir
    Path folder;

    private Environment environment;

    @BeforeEach
    void open() {
        environment = Environment.open();
    }

    @AfterEach
    void nothing_is_left_open() {
        environment.close();
        assertThat(environment.nativeCounts().liveByKind()).isEmpty();
    }

    @Test
    void inputs_and_outputs_are_described() {
        byte[] model = new TinyModel()
                .input("größe", ElementType.INT64, 2, "n")
                .input("scale", ElementType.DOUBLE)
                .node("Abs", List.of("größe"), "a")
                .node("Neg", List.of("scale"), "b")
                .output("a", ElementType.INT64, 2, "n")
                .output("b", ElementType.DOUBLE)
                .bytes();
        try (Session session = environment.session(model, SessionOptions.defaults())) {
            assertThat(session.inputs())
                    .containsExactly(
                            new TensorInfo("größe", ElementType.INT64, List.of(2L, -1L), List.of("", "n")),
                            new TensorInfo("scale", ElementType.DOUBLE, List.of(), List.of()));
            assertThat(session.input("größe")).hasToString("größe INT64[2,n]");
            assertThat(session.output("b").fixed()).isTrue();
            assertThat(session.output("a").fixed()).isFalse();
        }
        SessionOptions fixed = SessionOptions.defaults().withFreeDimensions(Map.of("n", 5L));
        try (Session session = environment.session(model, fixed)) {
            assertThat(session.input("größe").dimensions()).containsExactly(2, 5);
        }
    }

    @Test
    void scalars_booleans_and_empty_tensors_pass_through() {
        byte[] model = new TinyModel()
                .input("s", ElementType.FLOAT)
                .input("p", ElementType.BOOL, 3)
                .input("e", ElementType.FLOAT, "n")
                .node("Neg", List.of("s"), "t")
                .node("Not", List.of("p"), "q")
                .node("Neg", List.of("e"), "f")
                .output("t", ElementType.FLOAT)
                .output("q", ElementType.BOOL, 3)
                .output("f", ElementType.FLOAT, "n")
                .bytes();
        try (Session session = environment.session(model, SessionOptions.defaults());
                OrtTensor s = OrtTensor.of(environment, new float[] {2.5f});
                OrtTensor p = OrtTensor.allocate(environment, ElementType.BOOL, 3);
                OrtTensor e = OrtTensor.allocate(environment, ElementType.FLOAT, 0)) {
            p.bytes().put(new byte[] {1, 0, 1});
            Map<String, OrtTensor> out = session.run(Map.of("s", s, "p", p, "e", e));
            assertThat(out)
                    .extractingByKey("t")
                    .satisfies(t -> assertThat(t.scalar()).isEqualTo(-2.5f));
            assertThat(out).extractingByKey("q").satisfies(t -> {
                byte[] values = new byte[3];
                t.bytes().get(values);
                assertThat(values).containsExactly(0, 1, 0);
            });
            assertThat(out).extractingByKey("f").satisfies(t -> {
                assertThat(t.shape()).containsExactly(0);
                assertThat(t.toFloats()).isEmpty();
            });
            out.values().forEach(OrtTensor::close);
        }
    }

    @Test
    void everything_left_open_goes_with_the_environment() {
        Session session = environment.session(TinyModel.twice(ElementType.FLOAT, 1), SessionOptions.defaults());
        Binding binding = session.bind().outputToDevice("y");
        environment.close();
        session.close();
        binding.close();
        environment.close();
        assertThat(environment.nativeCounts().live()).isZero();
        assertThat(environment.nativeCounts().total(NativeCounts.Kind.BINDING)).isEqualTo(1);
        assertThatThrownBy(session::bind)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void a_bad_model_fails_with_the_words_of_onnx_runtime() throws IOException {
        Path garbage = Files.write(folder.resolve("garbage.onnx"), new byte[] {1, 2, 3, 4});
        assertThatThrownBy(() -> environment.session(garbage, SessionOptions.defaults()))
                .isInstanceOfSatisfying(
                        OrtException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PROTOBUF))
                .hasMessageStartingWith("cannot load garbage.onnx: ")
                .hasMessageContaining("Protobuf parsing failed");
        assertThatThrownBy(() -> environment.session(folder.resolve("none.onnx"), SessionOptions.defaults()))
                .hasMessageContaining("doesn't exist");
        byte[] unknown = new TinyModel()
                .input("x", ElementType.FLOAT, 1)
                .node("NoSuchOp", List.of("x"), "y")
                .output("y", ElementType.FLOAT, 1)
                .bytes();
        assertThatThrownBy(() -> environment.session(unknown, SessionOptions.defaults()))
                .hasMessageContaining("NoSuchOp");
    }

    @Test
    void an_initialiser_is_replaced_by_a_mapped_one_in_place() {
        byte[] model = new TinyModel()
                .input("x", ElementType.FLOAT, 1, 2)
                .weights("w", new float[] {0, 0, 0, 0}, 2, 2)
                .node("MatMul", List.of("x", "w"), "y")
                .output("y", ElementType.FLOAT, 1, 2)
                .bytes();
        ByteBuffer memory = ByteBuffer.allocateDirect(16).order(java.nio.ByteOrder.nativeOrder());
        memory.asFloatBuffer().put(new float[] {1, 2, 3, 4});
        try (OrtTensor w = OrtTensor.wrap(environment, ElementType.FLOAT, memory, 2, 2);
                Session session = environment.session(
                        model, SessionOptions.defaults().withPrepacking(false).withInitializers(Map.of("w", w)));
                OrtTensor x = OrtTensor.of(environment, new float[] {1, 10}, 1, 2);
                OrtTensor y = Objects.requireNonNull(session.run(Map.of("x", x)).get("y"))) {
            assertThat(y.toFloats()).containsExactly(31, 42);
        }
    }

    @Test
    void wrong_use_of_a_tensor_is_told() {
        assertThatThrownBy(() -> OrtTensor.of(environment, new float[3], 2)).hasMessageContaining("3 values");
        try (OrtTensor t = OrtTensor.allocate(environment, ElementType.DOUBLE, 2)) {
            assertThatThrownBy(t::floats).hasMessage("this tensor holds DOUBLE, not FLOAT");
        }
        OrtTensor closed = OrtTensor.allocate(environment, ElementType.FLOAT, 1);
        closed.close();
        assertThatThrownBy(closed::bytes).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> OrtTensor.allocate(environment, ElementType.FLOAT, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrtTensor.wrap(environment, ElementType.FLOAT, ByteBuffer.allocate(4), 1))
                .hasMessageContaining("direct buffer");
    }

    @Test
    void a_shape_chain_folds_away() throws IOException {
        Path in = Files.write(
                folder.resolve("in.onnx"),
                new TinyModel()
                        .input("x", ElementType.FLOAT, "n", 4)
                        .node("Shape", List.of("x"), "s")
                        .node("Reshape", List.of("x", "s"), "r")
                        .node("Sigmoid", List.of("r"), "y")
                        .output("y", ElementType.FLOAT, "n", 4)
                        .bytes());
        Path out = ModelOptimiser.foldTo(
                environment, in, folder.resolve("out.onnx"), OptimisationLevel.BASIC, Map.of("n", 3L));
        var graph = ai.onnx.proto.OnnxMl.ModelProto.parseFrom(Files.readAllBytes(out))
                .getGraph();
        assertThat(graph.getNodeList()).noneMatch(node -> node.getOpType().equals("Shape"));
        assertThatCode(() -> environment
                        .session(out, SessionOptions.defaults().withLevel(OptimisationLevel.NONE))
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void folded_weights_can_lie_in_a_file_of_their_own() throws IOException {
        Path in = Files.write(
                folder.resolve("in.onnx"),
                new TinyModel()
                        .input("x", ElementType.FLOAT, 1, 64)
                        .random("w", 5, 64, 64)
                        .node("Transpose", List.of("w"), "t")
                        .node("MatMul", List.of("x", "t"), "y")
                        .output("y", ElementType.FLOAT, 1, 64)
                        .bytes());
        Path out = ModelOptimiser.foldTo(
                environment,
                in,
                folder.resolve("out.onnx"),
                OptimisationLevel.BASIC,
                Map.of(),
                java.util.Optional.of("out.bin"));
        assertThat(folder.resolve("out.bin")).exists();
        assertThat(Files.size(folder.resolve("out.bin"))).isGreaterThanOrEqualTo(64 * 64 * 4);
        assertThat(Files.size(out)).isLessThan(2000);
    }
}
