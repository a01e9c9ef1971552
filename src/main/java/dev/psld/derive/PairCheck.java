package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
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
        /** Nothing, as there is none: no path leads from the value to the output, or one of them has no elements. */
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
        try (CheckFiles files = new CheckFiles(pair);
                CheckSessions sessions = CheckSessions.of(environment, graph)) {
            MovedForward moved = MovedForward.of(sessions, displaced, files);
            Probes probes = new Probes(sessions, pair, request, files.write(tangent, "tangent"), moved);
            List<Line> lines = at(probes, moved, pair, request, data, new RandomData(seed));
            // A net of rectifiers may be dead at a random point: another one may show something.
            for (int again = 1; again < POINTS && lines.stream().anyMatch(l -> l.sight == Sight.NOTHING); again++) {
                RandomData other = new RandomData(seed + again * 7919L);
                lines = better(lines, at(probes, moved, pair, request, data, other));
            }
            return lines;
        }
    }

    private static List<Line> better(List<Line> lines, List<Line> others) {
        List<Line> best = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            best.add(lines.get(i).sight == Sight.NOTHING ? others.get(i) : lines.get(i));
        }
        return best;
    }

    private List<Line> at(
            Probes probes,
            MovedForward moved,
            GraphPair pair,
            DiffRequest request,
            Map<String, Tensor> data,
            RandomData random) {
        Graph graph = pair.vjp().forward();
        Tolerance tolerance = Tolerance.of(precision(graph, request));
        Map<String, Tensor> point = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            Tensor drawn = random.input(input);
            point.put(input.name(), data.getOrDefault(input.name(), drawn));
        }
        Map<String, Tensor> known = probes.known(point);
        List<Probes.Pulled> pulled = pulled(probes, moved, known, random);
        List<Line> lines = new ArrayList<>();
        for (String x : request.wrt()) {
            List<Probes.Pulled> own =
                    pulled.stream().filter(p -> p.probe().x().equals(x)).toList();
            MovedForward.Judge quotients =
                    moved.along(known, graph.value(x), own.get(0).probe().v());
            own.forEach(p -> lines.add(line(graph, request, p, quotients, tolerance)));
        }
        return lines;
    }

    private static List<Probes.Pulled> pulled(
            Probes probes, MovedForward moved, Map<String, Tensor> known, RandomData random) {
        try {
            return probes.pull(known, probes.push(known, random));
        } catch (OrtException e) {
            requireRuns(moved, known);
            throw e;
        }
    }

    /** Tells a model that fails by itself from a pullback that does. */
    private static void requireRuns(MovedForward moved, Map<String, Tensor> known) {
        try {
            moved.run(known);
        } catch (OrtException e) {
            throw new ModelException(
                    "the model itself does not run at these sizes and values, so there is nothing to check ("
                            + e.getMessage() + "): give others with --shape, --dim or --data",
                    e);
        }
    }

    private static Line line(
            Graph graph, DiffRequest request, Probes.Pulled seen, MovedForward.Judge quotients, Tolerance tolerance) {
        Probes.Probe probe = seen.probe();
        String x = probe.x();
        String y = probe.y();
        double[] w = probe.w();
        double length = DoubleVectors.norm(probe.pushed());
        boolean zero = length == 0 && seen.length() == 0;
        boolean path = probe.v().length > 0 && w.length > 0 && Reach.leads(graph, x, y);
        boolean jumps = Reach.jumps(graph, x, y);
        // However fine the steps, quotients see what jumps do on the whole; the usual ones show that.
        double wanted = jumps ? Double.POSITIVE_INFINITY : tolerance.difference();
        // Where both sides are zero there is no scale but that of the vectors: any quotient is an error then.
        double unit = zero
                ? DoubleVectors.norm(w) * DoubleVectors.norm(probe.v())
                : Math.max(length, Double.MIN_NORMAL) * DoubleVectors.norm(w);
        MovedForward.Judgement judged = request.straightThrough().isEmpty() && path
                ? quotients.verdict(y, w, seen.product(), unit, wanted)
                : new MovedForward.Judgement(new Quotients.Agreement(0, 0), false);
        Quotients.Agreement verdict = judged.verdict();
        if (zero && verdict.error() <= tolerance.adjoint() + 3 * verdict.spread()) {
            return new Line(y, x, path ? Sight.NOTHING : Sight.NO_PATH, 0, OptionalDouble.empty(), 0, false, false);
        }
        OptionalDouble difference =
                request.straightThrough().isEmpty() ? OptionalDouble.of(verdict.error()) : OptionalDouble.empty();
        double adjoint = Math.abs(DoubleVectors.dot(probe.pushed(), w) - seen.product()) / unit;
        return new Line(y, x, Sight.SOMETHING, adjoint, difference, verdict.spread(), jumps, judged.wide());
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

    /** The type whose precision limits a check: the coarsest among what is differentiated and what half precision is in between. */
    public static ElementType precision(Graph graph, DiffRequest request) {
        List<ElementType> types = new ArrayList<>();
        request.wrt().forEach(x -> types.add(graph.value(x).type()));
        request.of().forEach(y -> types.add(graph.value(y).type()));
        if (HalfPrecision.isIn(graph)) {
            types.add(ElementType.FLOAT16);
        }
        for (ElementType coarse : List.of(ElementType.BFLOAT16, ElementType.FLOAT16, ElementType.FLOAT)) {
            if (types.contains(coarse)) {
                return coarse;
            }
        }
        return ElementType.DOUBLE;
    }
}
