package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.DeadCode;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained nets in half precision beside themselves in single. */
class HalfPrecisionTest {
    private static Environment environment;

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @ParameterizedTest
    @CsvSource({"encoder, x, mean", "decoder, z, x", "unet, z, prediction"})
    void gradientsPointTheSameWayForCotangentsOfAnySize(String role, String wrt, String of) {
        Graph full = forward(role, of);
        Graph half = HalfPrecision.of(full);
        assertThat(half.inputs()).isEqualTo(full.inputs());
        assertThat(half.outputs()).isEqualTo(full.outputs());
        assertThat(half.constants().values().stream()
                        .filter(t -> t.shape().size() >= 4096)
                        .map(Tensor::type))
                .as("weights")
                .containsOnly(ElementType.FLOAT16);
        DiffRequest request = DiffRequest.of(wrt, of, Mode.TAPE);
        Vjp single = StandardRules.differentiator().differentiate(full, request);
        Vjp halved = HalfPrecision.normalised(StandardRules.differentiator().differentiate(half, request), request);
        assertThat(halved.tapeBytes()).isLessThan(single.tapeBytes() * 6 / 10);
        // Beyond what half precision can tell from zero, and beyond its largest number.
        for (double size : new double[] {1e-9, 1, 1e7}) {
            double[] wanted = pulled(single, request, size);
            double[] found = pulled(halved, request, size);
            double cosine = DoubleVectors.dot(wanted, found) / DoubleVectors.norm(wanted) / DoubleVectors.norm(found);
            assertThat(cosine).as("cosine at %s", size).isGreaterThan(0.999);
            assertThat(DoubleVectors.norm(found) / DoubleVectors.norm(wanted))
                    .as("length at %s", size)
                    .isBetween(0.98, 1.02);
        }
        assertThat(pulled(halved, request, 0)).as("of nothing").containsOnly(0);
    }

    @Test
    void aGraphOfHalfPrecisionTakesAndGivesSingle() {
        GraphBuilder b = new GraphBuilder("halves", 17);
        b.input("x", ElementType.FLOAT16, 2);
        b.emitAs("y", "Neg", Attributes.NONE, "x");
        b.output("y", ElementType.FLOAT16, 2);
        Graph bounded = HalfPrecision.bounded(b.build());
        assertThat(bounded.inputs()).extracting(Value::type).containsExactly(ElementType.FLOAT);
        assertThat(bounded.outputs()).extracting(Value::type).containsExactly(ElementType.FLOAT);
        try (Session session = environment.session(OnnxWriter.toBytes(bounded), SessionOptions.defaults())) {
            assertThat(session.evaluate(Map.of("x", new float[] {1, -2})).get("y"))
                    .containsExactly(-1, 2);
        }
    }

    @Test
    void aGraphForAnySizeKeepsTheNamesOfItsSizes() {
        List<String> names = List.of("batch", "", "height", "width");
        GraphBuilder b = new GraphBuilder("any", 17);
        b.input(new Value("x", ElementType.FLOAT16, Shape.of(-1, 3, -1, -1), names));
        b.emitAs("between", "Neg", Attributes.NONE, "x");
        b.emitAs("y", "Abs", Attributes.NONE, "between");
        b.output(new Value("y", ElementType.FLOAT16, Shape.of(-1, 3, -1, -1), names));
        Graph bounded = OnnxReader.read(OnnxWriter.toBytes(HalfPrecision.bounded(b.build())));
        assertThat(bounded.inputs()).containsExactly(new Value("x", ElementType.FLOAT, Shape.of(-1, 3, -1, -1), names));
        assertThat(bounded.outputs())
                .containsExactly(new Value("y", ElementType.FLOAT, Shape.of(-1, 3, -1, -1), names));
    }

    /** A net of portrait64 with this output alone. */
    private static Graph forward(String role, String of) {
        Graph read = OnnxReader.read(Path.of("onnx/portrait64", role + ".onnx"));
        GraphBuilder one = read.toBuilder().clearOutputs();
        one.output(read.outputs().stream()
                .filter(v -> v.name().equals(of))
                .findFirst()
                .orElseThrow());
        return new Preparation(environment).prepare(DeadCode.prune(one.build()));
    }

    private static double[] pulled(Vjp vjp, DiffRequest request, double size) {
        RandomData random = new RandomData(3);
        Map<String, Tensor> known = new LinkedHashMap<>();
        for (Value input : vjp.forward().inputs()) {
            known.put(
                    input.name(),
                    input.name().equals("t") ? Tensor.real(input.type(), input.shape(), 400) : random.input(input));
        }
        try (Session forward = environment.session(OnnxWriter.toBytes(vjp.forward()), SessionOptions.defaults());
                Session pullback = environment.session(OnnxWriter.toBytes(vjp.vjp()), SessionOptions.defaults())) {
            known.putAll(TypedRun.run(environment, forward, known));
            Value y = vjp.forward().value(request.of().get(0));
            double[] drawn = DoubleVectors.scaled(random.normal(y.shape().size()), size);
            known.put(DiffRequest.cotangent(y.name()), Tensor.real(y.type(), y.shape(), drawn));
            String x = DiffRequest.cotangent(request.wrt().get(0));
            return Objects.requireNonNull(
                            TypedRun.run(environment, pullback, known).get(x))
                    .toDoubles();
        }
    }
}
