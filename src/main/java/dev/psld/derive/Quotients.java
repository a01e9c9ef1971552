package dev.psld.derive;

import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Central differences of a forward along one direction, at several steps. Not thread-safe; the session stays the caller's. */
final class Quotients {
    private final Environment environment;
    private final Session moved;
    private final Displacement displaced;
    private final Map<String, Tensor> known;
    private final Value x;
    private final double[] direction;
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(Map<String, Tensor> plus, Map<String, Tensor> minus, double step) {}

    Quotients(
            Environment environment,
            Session moved,
            Displacement displaced,
            Map<String, Tensor> known,
            Value x,
            double[] direction) {
        this.environment = environment;
        this.moved = moved;
        this.displaced = displaced;
        this.known = known;
        this.x = x;
        this.direction = direction;
    }

    /** |⟨(y(x + hv) − y(x − hv)) / 2h, w⟩ − pulled| / unit at the best step. */
    double error(String y, double[] w, double pulled, double unit) {
        double best = Double.POSITIVE_INFINITY;
        for (Pair pair : pairs()) {
            double[] difference = DoubleVectors.sum(
                    PairCheck.numbers(pair.plus, displaced.result(y)),
                    -1,
                    PairCheck.numbers(pair.minus, displaced.result(y)));
            double quotient = DoubleVectors.dot(difference, w) / (2 * pair.step);
            best = Math.min(best, Math.abs(quotient - pulled) / unit);
        }
        return best;
    }

    private List<Pair> pairs() {
        if (pairs.isEmpty()) {
            for (double step : Tolerance.steps(x.type())) {
                pairs.add(new Pair(at(step), at(-step), step));
            }
        }
        return pairs;
    }

    private Map<String, Tensor> at(double step) {
        Tensor shift = PairCheck.tensor(x, DoubleVectors.scaled(direction, step));
        return TypedRun.run(environment, moved, PairCheck.with(known, Displacement.shift(x.name()), shift));
    }
}
