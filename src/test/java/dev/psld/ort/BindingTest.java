package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BindingTest {
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
    void an_output_of_one_session_is_an_input_of_the_next_without_a_copy() {
        byte[] twice = TinyModel.twice(ElementType.FLOAT, "n");
        try (Session first = environment.session(twice, SessionOptions.defaults());
                Session second = environment.session(twice, SessionOptions.defaults());
                OrtTensor x = OrtTensor.of(environment, new float[] {1, 2}, 2);
                OrtTensor y = OrtTensor.allocate(environment, ElementType.FLOAT, 2);
                Binding a = first.bind().input("x", x).outputToDevice("y").run();
                OrtTensor between = a.output("y");
                Binding b = second.bind().input("x", between).output("y", y)) {
            b.run();
            assertThat(y.toFloats()).containsExactly(4, 8);
            x.put(new float[] {10, 20});
            a.run();
            b.run();
            assertThat(between.toFloats()).containsExactly(20, 40);
            assertThat(y.toFloats()).containsExactly(40, 80);
        }
    }

    @Test
    void the_next_run_overwrites_an_output_unless_it_is_bound_again() {
        try (Session session = environment.session(TinyModel.twice(ElementType.FLOAT, 1), SessionOptions.defaults());
                OrtTensor x = OrtTensor.of(environment, new float[] {1}, 1);
                Binding binding =
                        session.bind().input("x", x).outputToDevice("y").run();
                OrtTensor first = binding.output("y")) {
            x.put(new float[] {2});
            binding.run();
            assertThat(first.toFloats()).containsExactly(4);
            x.put(new float[] {3});
            binding.rebind("y").run();
            assertThat(first.toFloats()).containsExactly(4);
            try (OrtTensor second = binding.output("y")) {
                assertThat(second.toFloats()).containsExactly(6);
            }
        }
    }

    @Test
    void outputs_come_under_their_names_in_the_order_bound() {
        byte[] model = new TinyModel()
                .input("x", ElementType.FLOAT, 1)
                .node("Neg", List.of("x"), "minus")
                .node("Abs", List.of("x"), "plus")
                .node("Mul", List.of("x", "x"), "square")
                .output("minus", ElementType.FLOAT, 1)
                .output("plus", ElementType.FLOAT, 1)
                .output("square", ElementType.FLOAT, 1)
                .bytes();
        try (Session session = environment.session(model, SessionOptions.defaults());
                OrtTensor x = OrtTensor.of(environment, new float[] {-3}, 1);
                OrtTensor plus = OrtTensor.allocate(environment, ElementType.FLOAT, 1);
                Binding binding = session.bind().input("x", x)) {
            binding.outputToDevice("square")
                    .output("plus", plus)
                    .outputToHost("minus")
                    .run();
            binding.rebind("square").run();
            Map<String, OrtTensor> outputs = binding.outputs();
            assertThat(outputs.keySet()).containsExactly("square", "plus", "minus");
            assertThat(outputs)
                    .extractingByKey("square")
                    .satisfies(t -> assertThat(t.scalar()).isEqualTo(9));
            assertThat(outputs)
                    .extractingByKey("plus")
                    .satisfies(t -> assertThat(t.scalar()).isEqualTo(3));
            assertThat(outputs)
                    .extractingByKey("minus")
                    .satisfies(t -> assertThat(t.scalar()).isEqualTo(3));
            assertThat(plus.floats().get(0)).isEqualTo(3);
            outputs.values().forEach(OrtTensor::close);
        }
    }

    @Test
    void wrong_names_and_early_reads_are_told() {
        try (Session session = environment.session(TinyModel.twice(ElementType.FLOAT, 1), SessionOptions.defaults());
                OrtTensor x = OrtTensor.of(environment, new float[] {1}, 1);
                Binding binding = session.bind()) {
            assertThatThrownBy(() -> binding.input("z", x))
                    .isInstanceOf(OrtException.class)
                    .hasMessage("the model in memory has no input 'z'; it has [x]");
            assertThatThrownBy(() -> binding.outputToDevice("x"))
                    .hasMessage("the model in memory has no output 'x'; it has [y]");
            assertThatThrownBy(() -> binding.output("y")).isInstanceOf(IllegalStateException.class);
            binding.input("x", x).outputToDevice("y");
            assertThatThrownBy(() -> binding.output("y")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(binding::outputs).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> binding.rebind("x")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_wrong_shape_fails_with_the_words_of_onnx_runtime_and_leaves_nothing_open() {
        try (Session session = environment.session(TinyModel.twice(ElementType.FLOAT, 2), SessionOptions.defaults());
                OrtTensor x = OrtTensor.of(environment, new float[] {1, 2, 3}, 3)) {
            assertThatThrownBy(() -> session.run(Map.of("x", x)))
                    .isInstanceOf(OrtException.class)
                    .hasMessageContaining("Got: 3 Expected: 2");
            try (Binding binding = session.bind().input("x", x).outputToDevice("y")) {
                assertThatThrownBy(binding::run)
                        .isInstanceOfSatisfying(
                                OrtException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageStartingWith("cannot run the model in memory: ")
                        .hasMessageContaining("Got: 3 Expected: 2");
            }
        }
        assertThat(environment.nativeCounts().live(NativeCounts.Kind.TENSOR)).isZero();
    }
}
