package dev.psld.derive;

import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Central differences of a forward along one direction, at several steps. Not thread-safe. */
final class Quotients {
    private final UnaryOperator<Map<String, Tensor>> moved;
    private final Displacement displaced;
    private final Map<String, Tensor> known;
    private final Value x;
    private final double[] direction;
    private final List<Pair> pairs = new ArrayList<>();
    private boolean extended;

    private record Pair(Map<String, Tensor> plus, Map<String, Tensor> minus, double step) {}

    /** @param moved runs the forward on values by name */
    Quotients(
            UnaryOperator<Map<String, Tensor>> moved,
            Displacement displaced,
            Map<String, Tensor> known,
            Value x,
            double[] direction) {
        this.moved = moved;
        this.displaced = displaced;
        this.known = known;
        this.x = x;
        this.direction = direction;
    }

    /**
     * What the quotients say of one output.
     *
     * @param error |⟨(y(x + hv) − y(x − hv)) / 2h, w⟩ − pulled| / unit where neighbouring steps agree best
     * @param spread how far those neighbours are apart, on the same scale: what the error is worth
     */
    record Agreement(double error, double spread) {}

    /**
     * Compares with ⟨v, J*w⟩; which steps count is decided by the quotients alone.
     *
     * @param wanted what the error and the spread should be at most, or else further steps are taken
     */
    Agreement verdict(String y, double[] w, double pulled, double unit, double wanted) {
        Agreement first = at(estimate(y, w, unit), pulled / unit);
        if (first.error <= wanted && first.spread <= wanted) {
            return first;
        }
        more();
        return at(estimate(y, w, unit), pulled / unit);
    }

    private static Agreement at(Estimate estimate, double pulled) {
        return new Agreement(Math.abs(estimate.value - pulled), estimate.spread);
    }

    private record Estimate(double value, double spread) {}

    /** The quotient, plain or extrapolated to step 0 (Richardson), that differs least from those at the steps beside it. */
    private Estimate estimate(String y, double[] w, double unit) {
        List<Pair> ordered = pairs().stream()
                .sorted(Comparator.comparingDouble((Pair pair) -> pair.step).reversed())
                .toList();
        double[] plain = new double[ordered.size()];
        double[] noise = new double[ordered.size()];
        for (int i = 0; i < plain.length; i++) {
            Pair pair = ordered.get(i);
            double[] difference = DoubleVectors.sum(
                    PairCheck.numbers(pair.plus, displaced.result(y)),
                    -1,
                    PairCheck.numbers(pair.minus, displaced.result(y)));
            plain[i] = DoubleVectors.dot(difference, w) / (2 * pair.step) / unit;
            double size = DoubleVectors.norm(PairCheck.numbers(pair.plus, displaced.result(y))) * DoubleVectors.norm(w);
            noise[i] = Tolerance.rounding(x.type()) * size / (2 * pair.step) / unit
                    + Tolerance.unitRounding(x.type()) / pair.step;
        }
        double[] extrapolated = new double[plain.length - 1];
        for (int i = 0; i < extrapolated.length; i++) {
            double ratio = ordered.get(i).step / ordered.get(i + 1).step;
            extrapolated[i] = plain[i + 1] + (plain[i + 1] - plain[i]) / (ratio * ratio - 1);
        }
        Estimate best = new Estimate(Double.NaN, Double.POSITIVE_INFINITY);
        for (double[] row : List.of(plain, extrapolated)) {
            for (int i = 1; i + 1 < row.length; i++) {
                double spread = Math.max(Math.abs(row[i] - row[i - 1]), Math.abs(row[i] - row[i + 1]));
                // Coarse steps agree on a mean of what is finer: what finer steps say beyond rounding speaks against
                // it.
                for (int finer = i + 1; finer < plain.length; finer++) {
                    spread = Math.max(spread, Math.abs(row[i] - plain[finer]) - noise[finer]);
                }
                if (spread < best.spread) {
                    best = new Estimate(row[i], spread);
                }
            }
        }
        return best;
    }

    private List<Pair> pairs() {
        if (pairs.isEmpty()) {
            add(Tolerance.steps(x.type()));
        }
        return pairs;
    }

    private void more() {
        if (!extended) {
            extended = true;
            add(Tolerance.moreSteps(x.type()));
        }
    }

    private void add(double... steps) {
        for (double step : steps) {
            pairs.add(new Pair(at(step), at(-step), step));
        }
    }

    private Map<String, Tensor> at(double step) {
        Tensor shift = PairCheck.tensor(x, DoubleVectors.scaled(direction, step));
        return moved.apply(PairCheck.with(known, Displacement.shift(x.name()), shift));
    }
}
