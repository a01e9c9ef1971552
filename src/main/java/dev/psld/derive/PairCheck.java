package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Checks a written pair of graphs on random data: ⟨Jv, w⟩ = ⟨v, J*w⟩, with Jv from the pullback transposed once more and
 * from central differences of the forward. Not thread-safe; holds no native object between calls.
 *
 * <p>Every output is tested by every value that it is differentiated by. v is random; w is half random and half along Jv,
 * so that ⟨Jv, w⟩ is of the size of ‖Jv‖‖w‖ and a wrong pullback shows at full size however many numbers there are.
 */
public final class PairCheck {
    private final Environment environment;

    public PairCheck(Environment environment) {
        this.environment = environment;
    }

    /**
     * The errors of one output by one value, both relative to ‖Jv‖‖w‖.
     *
     * @param influences false where Jv = 0 and J*w = 0: the output does not depend on the value here
     * @param difference of central differences, the best of several steps; empty where values pass straight through,
     *     whose true derivative is another
     */
    public record Line(String of, String wrt, boolean influences, double adjoint, OptionalDouble difference) {

        /** True when both errors, where they exist, are within what is allowed; NaN never is. */
        public boolean passes(Tolerance tolerance) {
            return !influences || (adjoint <= tolerance.adjoint() && difference.orElse(0) <= tolerance.difference());
        }
    }

    /**
     * Runs the check.
     *
     * @param tangent the graph of {@link Tangents} for the same request
     * @param data values of inputs, by name; the others are drawn: real ones normal, whole ones and booleans 0 or 1
     */
    public List<Line> check(GraphPair pair, DiffRequest request, Graph tangent, Map<String, Tensor> data, long seed) {
        RandomData random = new RandomData(seed);
        Graph graph = pair.vjp().forward();
        Map<String, Tensor> point = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            Tensor drawn = random.input(input);
            point.put(input.name(), data.getOrDefault(input.name(), drawn));
        }
        Displacement displaced = Displacement.of(graph, request.wrt(), request.of());
        try (TemporaryFolder folder = TemporaryFolder.temporary();
                Session forward = open(pair.forward());
                Session pullback = open(pair.pullback());
                Session moved = open(written(displaced.graph(), folder, "moved"));
                Session pushed = open(written(tangent, folder, "tangent"))) {
            Map<String, Tensor> known = new LinkedHashMap<>(point);
            known.putAll(TypedRun.run(environment, forward, point));
            request.wrt().forEach(x -> known.put(Displacement.shift(x), zeros(graph.value(x))));
            known.putAll(TypedRun.run(environment, moved, known));
            request.wrt().forEach(x -> known.put(x + "_tangent", zeros(graph.value(x))));
            request.of().forEach(y -> known.put(y + "_cotangent", zeros(graph.value(y))));
            List<Line> lines = new ArrayList<>();
            for (String x : request.wrt()) {
                double[] v = DoubleVectors.scaled(
                        random.normal(graph.shape(x).size()), size(Objects.requireNonNull(known.get(x))));
                Map<String, Tensor> tangents = with(known, x + "_tangent", tensor(graph.value(x), v));
                Map<String, Tensor> jv = TypedRun.run(environment, pushed, tangents);
                Quotients quotients = new Quotients(environment, moved, displaced, known, graph.value(x), v);
                for (String y : request.of()) {
                    double[] pushedForward = numbers(jv, y + "_tangent");
                    double[] w = probe(pushedForward, random);
                    Map<String, Tensor> cotangents = with(known, y + "_cotangent", tensor(graph.value(y), w));
                    double[] jtw = numbers(TypedRun.run(environment, pullback, cotangents), x + "_cotangent");
                    double unit = DoubleVectors.norm(pushedForward) * DoubleVectors.norm(w);
                    double pulled = DoubleVectors.dot(v, jtw);
                    if (unit == 0 && DoubleVectors.norm(jtw) == 0) {
                        lines.add(new Line(y, x, false, 0, OptionalDouble.empty()));
                        continue;
                    }
                    OptionalDouble difference = request.straightThrough().isEmpty()
                            ? OptionalDouble.of(quotients.error(y, w, pulled, unit))
                            : OptionalDouble.empty();
                    double adjoint = Math.abs(DoubleVectors.dot(pushedForward, w) - pulled) / unit;
                    lines.add(new Line(y, x, true, adjoint, difference));
                }
            }
            return lines;
        }
    }

    private Session open(Path file) {
        return environment.session(file, SessionOptions.defaults());
    }

    private static Path written(Graph graph, TemporaryFolder folder, String name) {
        WeightFile weights = new WeightFile(folder.resolve(name + ".bin"));
        OnnxWriter.write(graph, folder.resolve(name + ".onnx"), weights);
        weights.save();
        return folder.resolve(name + ".onnx");
    }

    /** Half along Jv, half random, each of length 1. */
    private static double[] probe(double[] jv, RandomData random) {
        double[] noise = random.normal(jv.length);
        double[] unit = DoubleVectors.scaled(noise, 1 / DoubleVectors.norm(noise));
        double length = DoubleVectors.norm(jv);
        return length == 0 ? unit : DoubleVectors.sum(unit, 1 / length, jv);
    }

    /** Root mean square of a value, 1 where it is zero: the scale on which it is shifted. */
    private static double size(Tensor value) {
        double[] numbers = value.toDoubles();
        double size = DoubleVectors.norm(numbers) / Math.sqrt(Math.max(1, numbers.length));
        return size == 0 ? 1 : size;
    }

    static Map<String, Tensor> with(Map<String, Tensor> known, String name, Tensor value) {
        Map<String, Tensor> copy = new LinkedHashMap<>(known);
        copy.put(name, value);
        return copy;
    }

    static Tensor tensor(Value like, double[] values) {
        return Tensor.real(like.type(), like.shape(), values);
    }

    static double[] numbers(Map<String, Tensor> results, String name) {
        return Objects.requireNonNull(results.get(name), name).toDoubles();
    }

    private static Tensor zeros(Value like) {
        return Tensor.filled(like.type(), like.shape(), 0);
    }

    /** The type whose precision limits a check: the coarsest among what is differentiated. */
    public static ElementType precision(Graph graph, DiffRequest request) {
        List<ElementType> types = new ArrayList<>();
        request.wrt().forEach(x -> types.add(graph.value(x).type()));
        request.of().forEach(y -> types.add(graph.value(y).type()));
        for (ElementType coarse : List.of(ElementType.BFLOAT16, ElementType.FLOAT16, ElementType.FLOAT)) {
            if (types.contains(coarse)) {
                return coarse;
            }
        }
        return ElementType.DOUBLE;
    }
}
