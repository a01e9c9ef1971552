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
import java.util.Arrays;
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
    /** Points at which a derivative is looked for. */
    private static final int POINTS = 5;

    private final Environment environment;

    public PairCheck(Environment environment) {
        this.environment = environment;
    }

    /** What a check saw of one output by one value. */
    public enum Sight {
        /** A derivative. */
        SOMETHING,
        /** Nothing, as there is none: no path leads from the value to the output. */
        NO_PATH,
        /** Nothing, although a path is there: all was zero at every point that was tried. */
        NOTHING
    }

    /**
     * The errors of one output by one value, both relative to ‖Jv‖‖w‖.
     *
     * @param difference of central differences where neighbouring steps agree best; empty where values pass straight
     *     through, whose true derivative is another
     * @param spread how far other steps are from those, on the same scale
     * @param steps true where a path between the two goes through roundings: then quotients see jumps, however fine
     * @param wide true where the quotients are those of the forward in double precision, which it is not made for
     */
    public record Line(
            String of,
            String wrt,
            Sight sight,
            double adjoint,
            OptionalDouble difference,
            double spread,
            boolean steps,
            boolean wide) {

        /** True where quotients of different steps agree well enough to judge. */
        public boolean converges(Tolerance tolerance) {
            return steps || spread <= tolerance.difference();
        }

        /**
         * True when a derivative was seen, or none can be, and both errors, where they exist, are within what is allowed;
         * NaN never is. Quotients that do not converge judge nothing.
         */
        public boolean passes(Tolerance tolerance) {
            return switch (sight) {
                case NO_PATH -> true;
                case NOTHING -> false;
                case SOMETHING -> adjoint <= tolerance.adjoint() && agrees(tolerance);
            };
        }

        /** True where the quotients do not speak against the pullback. */
        public boolean agrees(Tolerance tolerance) {
            return difference.isEmpty() || difference.getAsDouble() <= tolerance.difference() || !converges(tolerance);
        }
    }

    /**
     * Runs the check.
     *
     * @param tangent the graph of {@link Tangents} for the same request
     * @param data values of inputs, by name; the others are drawn: real ones normal, whole ones and booleans 0 or 1
     */
    public List<Line> check(GraphPair pair, DiffRequest request, Graph tangent, Map<String, Tensor> data, long seed) {
        Graph graph = pair.vjp().forward();
        Displacement displaced = Displacement.of(graph, request.wrt(), request.of());
        try (TemporaryFolder folder = TemporaryFolder.temporary();
                Session forward = open(pair.forward());
                Session pullback = open(pair.pullback());
                MovedForward moved = MovedForward.open(environment, displaced, folder);
                Session pushed = open(written(tangent, folder, "tangent"))) {
            Sessions sessions = new Sessions(forward, pullback, moved, pushed);
            List<Line> lines = at(sessions, pair, request, data, new RandomData(seed));
            // A net of rectifiers may be dead at a random point: another one may show something.
            for (int again = 1; again < POINTS && lines.stream().anyMatch(l -> l.sight == Sight.NOTHING); again++) {
                RandomData other = new RandomData(seed + again * 7919L);
                lines = better(lines, at(sessions, pair, request, data, other));
            }
            return lines;
        }
    }

    private record Sessions(Session forward, Session pullback, MovedForward moved, Session pushed) {}

    private static List<Line> better(List<Line> lines, List<Line> others) {
        List<Line> best = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            best.add(lines.get(i).sight == Sight.NOTHING ? others.get(i) : lines.get(i));
        }
        return best;
    }

    private List<Line> at(
            Sessions sessions, GraphPair pair, DiffRequest request, Map<String, Tensor> data, RandomData random) {
        Graph graph = pair.vjp().forward();
        Tolerance tolerance = Tolerance.of(precision(graph, request));
        Map<String, Tensor> point = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            Tensor drawn = random.input(input);
            point.put(input.name(), data.getOrDefault(input.name(), drawn));
        }
        Map<String, Tensor> known = new LinkedHashMap<>(point);
        known.putAll(TypedRun.run(environment, sessions.forward, point));
        request.wrt().forEach(x -> known.put(Displacement.shift(x), zeros(graph.value(x))));
        known.putAll(sessions.moved.run(known));
        request.wrt().forEach(x -> known.put(x + "_tangent", zeros(graph.value(x))));
        request.of().forEach(y -> known.put(DiffRequest.cotangent(y), zeros(graph.value(y))));
        List<Line> lines = new ArrayList<>();
        for (String x : request.wrt()) {
            double[] v = direction(random, Objects.requireNonNull(known.get(x)));
            Map<String, Tensor> tangents = with(known, x + "_tangent", tensor(graph.value(x), v));
            Map<String, Tensor> jv = TypedRun.run(environment, sessions.pushed, tangents);
            MovedForward.Judge quotients = sessions.moved.along(known, graph.value(x), v);
            for (String y : request.of()) {
                double[] pushedForward = numbers(jv, y + "_tangent");
                double[] w = probe(pushedForward, random);
                Map<String, Tensor> cotangents = with(known, DiffRequest.cotangent(y), tensor(graph.value(y), w));
                double[] jtw =
                        numbers(TypedRun.run(environment, sessions.pullback, cotangents), DiffRequest.cotangent(x));
                double pulled = DoubleVectors.dot(v, jtw);
                boolean zero = DoubleVectors.norm(pushedForward) == 0 && DoubleVectors.norm(jtw) == 0;
                boolean path = Reach.leads(graph, x, y);
                boolean jumps = Reach.jumps(graph, x, y);
                // However fine the steps, quotients see what jumps do on the whole; the usual ones show that.
                double wanted = jumps ? Double.POSITIVE_INFINITY : tolerance.difference();
                // Where both sides are zero there is no scale but that of the vectors: any quotient is an error then.
                double unit = zero
                        ? DoubleVectors.norm(w) * DoubleVectors.norm(v)
                        : Math.max(DoubleVectors.norm(pushedForward), Double.MIN_NORMAL) * DoubleVectors.norm(w);
                MovedForward.Judgement judged = request.straightThrough().isEmpty() && path
                        ? quotients.verdict(y, w, pulled, unit, wanted)
                        : new MovedForward.Judgement(new Quotients.Agreement(0, 0), false);
                Quotients.Agreement verdict = judged.verdict();
                if (zero && verdict.error() <= tolerance.adjoint() + 3 * verdict.spread()) {
                    Sight sight = path ? Sight.NOTHING : Sight.NO_PATH;
                    lines.add(new Line(y, x, sight, 0, OptionalDouble.empty(), 0, false, false));
                    continue;
                }
                OptionalDouble difference = request.straightThrough().isEmpty()
                        ? OptionalDouble.of(verdict.error())
                        : OptionalDouble.empty();
                double adjoint = Math.abs(DoubleVectors.dot(pushedForward, w) - pulled) / unit;
                lines.add(new Line(y, x, Sight.SOMETHING, adjoint, difference, verdict.spread(), jumps, judged.wide()));
            }
        }
        return lines;
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

    /** Half along Jv, half random, each of length 1, the random half turned so that the two never cancel. */
    private static double[] probe(double[] jv, RandomData random) {
        double[] noise = random.normal(jv.length);
        double size = DoubleVectors.norm(noise);
        double[] unit = size == 0
                ? filled(noise.length, 1 / Math.sqrt(Math.max(1, noise.length)))
                : DoubleVectors.scaled(noise, 1 / size);
        double length = DoubleVectors.norm(jv);
        double turn = DoubleVectors.dot(unit, jv) < 0 ? -1 : 1;
        return length == 0 || Double.isNaN(length)
                ? unit
                : DoubleVectors.sum(DoubleVectors.scaled(unit, turn), 1 / length, jv);
    }

    /** Random, with the root mean square of a value (1 where that is zero): the scale on which the value is shifted. */
    private static double[] direction(RandomData random, Tensor value) {
        double[] numbers = value.toDoubles();
        double[] drawn = random.normal(numbers.length);
        double length = DoubleVectors.norm(drawn);
        double[] full = length == 0 ? filled(drawn.length, 1) : drawn;
        double size = DoubleVectors.norm(numbers) / Math.sqrt(Math.max(1, numbers.length));
        double each = DoubleVectors.norm(full) / Math.sqrt(Math.max(1, full.length));
        return DoubleVectors.scaled(full, (size == 0 ? 1 : size) / each);
    }

    private static double[] filled(int count, double value) {
        double[] all = new double[count];
        Arrays.fill(all, value);
        return all;
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
