package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.psld.autodiff.DiffException;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside CasADi and onnx-ad: export/golden/check_casadi.py. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CasadiFamilyTest {
    private static final DiffRequest REQUEST = DiffRequest.of("x", "y", Mode.TAPE);
    private static final int ROWS = 2;
    private static final int IN = 3;
    private static final int OUT = 4;
    private static final int ADJ = 2;
    private static final int FWD = 3;

    @TempDir
    private Path folder;

    private final double[] weight = new RandomData(1).normal(IN * OUT);

    /** y = tanh(x·W), x of two rows, or of as many as there are. */
    private Graph net(boolean open) {
        GraphBuilder g = new GraphBuilder("net", 17);
        List<String> symbols = open ? List.of("batch", "") : List.of();
        g.input(new Value("x", ElementType.FLOAT, Shape.of(open ? -1 : ROWS, IN), symbols));
        String w = g.constant("W", Tensor.real(ElementType.FLOAT, Shape.of(IN, OUT), weight));
        g.emitAs("y", "Tanh", Attributes.NONE, g.emit("MatMul", "x", w));
        g.output(new Value("y", ElementType.FLOAT, Shape.of(open ? -1 : ROWS, OUT), symbols));
        return g.build();
    }

    private static CasadiFamily fixed(Environment environment, Graph net) {
        Graph prepared = new Preparation(environment).prepare(net);
        Vjp vjp = StandardRules.differentiator().differentiate(prepared, REQUEST);
        return CasadiFamily.of(
                vjp,
                List.of("y"),
                REQUEST,
                Optional.of(new Tangents(environment).of(prepared, REQUEST)),
                Optional.of(new SecondOrder(environment).orZeros(prepared, REQUEST, SecondOrder.Way.FORWARD)));
    }

    private CasadiFamily open(Environment environment) {
        Path model = folder.resolve("open.onnx");
        OnnxWriter.write(net(true), model);
        AnySize made = AnySize.of(
                environment,
                model,
                InputShapes.asDeclared(),
                List.of(Extent.parse("batch=1..8")),
                REQUEST,
                List.of(),
                Map.of(
                        "jvp", (Differentiator d, Graph f) -> new Tangents(environment, d).of(f, REQUEST),
                        "hvp",
                                (Differentiator d, Graph f) ->
                                        new SecondOrder(environment, d).orZeros(f, REQUEST, SecondOrder.Way.FORWARD)));
        return CasadiFamily.of(
                made.open(),
                List.of("y"),
                REQUEST,
                Optional.ofNullable(made.further().get("jvp")),
                Optional.ofNullable(made.further().get("hvp")));
    }

    @Test
    void seeds_are_columns_beside_each_other_and_as_many_as_there_are() {
        double[] x = new RandomData(2).normal(ROWS * IN);
        double[] w = new RandomData(3).normal(ROWS * ADJ * OUT);
        double[] v = new RandomData(4).normal(ROWS * FWD * IN);
        double[] u = new RandomData(5).normal(ROWS * FWD * ADJ * OUT);
        Map<String, Tensor> known = new HashMap<>();
        known.put("x", Tensor.real(ElementType.FLOAT, Shape.of(ROWS, IN), x));
        known.put("adj_y", Tensor.real(ElementType.FLOAT, Shape.of(ROWS, ADJ * OUT), w));
        known.put("fwd_x", Tensor.real(ElementType.FLOAT, Shape.of(ROWS, FWD * IN), v));
        known.put("fwd_adj_y", Tensor.real(ElementType.FLOAT, Shape.of(ROWS, FWD * ADJ * OUT), u));
        try (Environment environment = Environment.open()) {
            for (CasadiFamily family : List.of(fixed(environment, net(false)), open(environment))) {
                Map<String, Tensor> adj = run(environment, family, "adj", known);
                Map<String, Tensor> fwd = run(environment, family, "fwd", known);
                Map<String, Tensor> twice = run(environment, family, "fwd_adj", known);
                assertThat(twice.keySet()).containsExactlyInAnyOrder("y", "adj_x", "fwd_adj_x");
                for (int r = 0; r < ROWS; r++) {
                    double[] y = new double[OUT];
                    for (int j = 0; j < OUT; j++) {
                        y[j] = Math.tanh(dot(x, r * IN, j));
                    }
                    for (int a = 0; a < ADJ; a++) {
                        for (int i = 0; i < IN; i++) {
                            double pulled = 0;
                            for (int j = 0; j < OUT; j++) {
                                pulled += w[(r * ADJ + a) * OUT + j] * (1 - y[j] * y[j]) * weight[i * OUT + j];
                            }
                            close(adj, "adj_x", (r * ADJ + a) * IN + i, pulled);
                        }
                    }
                    for (int d = 0; d < FWD; d++) {
                        for (int j = 0; j < OUT; j++) {
                            double pushed = dot(v, (r * FWD + d) * IN, j) * (1 - y[j] * y[j]);
                            close(fwd, "fwd_y", (r * FWD + d) * OUT + j, pushed);
                        }
                        for (int a = 0; a < ADJ; a++) {
                            for (int i = 0; i < IN; i++) {
                                double sum = 0;
                                for (int j = 0; j < OUT; j++) {
                                    double slope = 1 - y[j] * y[j];
                                    double bend = -2 * y[j] * slope * dot(v, (r * FWD + d) * IN, j);
                                    double straight = u[((r * FWD + d) * ADJ + a) * OUT + j] * slope;
                                    sum += (w[(r * ADJ + a) * OUT + j] * bend + straight) * weight[i * OUT + j];
                                }
                                close(twice, "fwd_adj_x", ((r * FWD + d) * ADJ + a) * IN + i, sum);
                            }
                        }
                    }
                }
            }
        }
    }

    /** Element j of the row that begins at {@code from}, times W. */
    private double dot(double[] rows, int from, int j) {
        double sum = 0;
        for (int i = 0; i < IN; i++) {
            sum += rows[from + i] * weight[i * OUT + j];
        }
        return sum;
    }

    private static void close(Map<String, Tensor> made, String name, int at, double want) {
        assertThat(Objects.requireNonNull(made.get(name)).toDoubles()[at])
                .as(name + " " + at)
                .isCloseTo(want, offset(1e-5));
    }

    @Test
    void names_of_seeds_and_of_their_number_are_casadi_s() {
        try (Environment environment = Environment.open()) {
            Graph adj = Objects.requireNonNull(
                    fixed(environment, net(false)).graphs().get("adj"));
            Graph read = OnnxReader.read(OnnxWriter.toBytes(adj));
            assertThat(read.inputs()).extracting(Value::name).containsExactly("x", "adj_y");
            assertThat(read.outputs()).extracting(Value::name).containsExactly("y", "adj_x");
            assertThat(read.value("adj_y").symbols()).containsExactly("", "nadj_x4");
            GraphBuilder again = new GraphBuilder("again", 17);
            again.input("x", ElementType.FLOAT, 3);
            again.input("adj_x", ElementType.FLOAT, 3);
            again.emitAs("y", "Mul", Attributes.NONE, "x", "adj_x");
            again.output("y", ElementType.FLOAT, 3);
            assertThat(Objects.requireNonNull(
                                    fixed(environment, again.build()).graphs().get("adj"))
                            .value("adj2_y")
                            .symbols())
                    .containsExactly("", "nadj2");
        }
    }

    @Test
    void a_value_between_is_refused() {
        GraphBuilder g = net(false).toBuilder();
        g.emitAs("z", "Exp", Attributes.NONE, "y");
        g.clearOutputs().output("z", ElementType.FLOAT, ROWS, OUT);
        try (Environment environment = Environment.open()) {
            Vjp vjp = StandardRules.differentiator()
                    .differentiate(new Preparation(environment).prepare(g.build()), REQUEST);
            assertThatThrownBy(() -> CasadiFamily.of(vjp, List.of("z"), REQUEST, Optional.empty(), Optional.empty()))
                    .isInstanceOf(DiffException.class)
                    .hasMessageContaining("“y” is a value between")
                    .hasMessageContaining("leave --names out");
        }
    }

    private Map<String, Tensor> run(
            Environment environment, CasadiFamily family, String word, Map<String, Tensor> known) {
        Path file = folder.resolve("run.onnx");
        OnnxWriter.write(Objects.requireNonNull(family.graphs().get(word)), file);
        try (Session session = environment.session(file, SessionOptions.defaults())) {
            return TypedRun.run(environment, session, known);
        }
    }
}
