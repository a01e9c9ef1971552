package dev.psld.chain;

import dev.psld.sampler.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ε(z_t, t) as a step takes it: the UNet's, or the weighted sum of what it predicts for two texts, whose pullback splits a cotangent by the
 * same weights (algorithms A.1 (1), A.3). Used by one thread at a time; closes its stages, not the sessions.
 */
final class NoisePredictor implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final List<Part> parts = new ArrayList<>();
    private final boolean renoisesByFirst;

    private record Part(NoiseBranch net, double weight) {}

    /** @param text empty for what the bundle holds, which is the empty text where the model takes any */
    NoisePredictor(ModelSessions models, Optional<TextCondition> text, StageClock clock) {
        List<TextCondition.Branch> branches = text.map(TextCondition::branches).orElse(List.of());
        renoisesByFirst = branches.size() > 1
                && text.filter(TextCondition::renoisesByFirst).isPresent();
        try {
            for (TextCondition.Branch branch : branches) {
                NoiseBranch net = open.keep(new NoiseBranch(models, Optional.of(branch.told()), clock));
                parts.add(new Part(net, branch.weight()));
            }
            if (parts.isEmpty()) {
                parts.add(new Part(open.keep(new NoiseBranch(models, Optional.empty(), clock)), 1));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether the step to the next noise level goes by another noise than ε, see {@link #renoising}. */
    boolean renoisesApart() {
        return renoisesByFirst;
    }

    /** z_t of one picture, for the next {@link #predict}. */
    void point(int row, float[] z) {
        parts.forEach(part -> part.net.point(row, z));
    }

    /** Predicts for all pictures; remembers the points for {@link #pull}. */
    void predict(double alphaBar, int t) {
        parts.forEach(part -> part.net.predict(alphaBar, t));
    }

    /** ε of one picture at its point. */
    float[] noise(int row) {
        return sum(row, NoiseBranch::noise, true);
    }

    /** The noise by which one picture goes on to the next noise level: ε, or under CFG++ that of the negative text. */
    float[] renoising(int row) {
        return renoisesByFirst ? parts.get(0).net.noise(row) : noise(row);
    }

    /** The cotangent of one picture's ε, for the next {@link #pull}. */
    void cotangent(int row, float[] c) {
        for (Part part : parts) {
            part.net.cotangent(row, part.weight == 1 ? c : Vectors.scale(part.weight, c));
        }
    }

    /** Pulls all cotangents back, at the last points. */
    void pull() {
        parts.stream().filter(part -> part.weight != 0).forEach(part -> part.net.pull());
    }

    /** J_ε* c of one picture. */
    float[] gradient(int row) {
        return sum(row, NoiseBranch::gradient, false);
    }

    private interface Value {
        float[] of(NoiseBranch net, int row);
    }

    /** Σ of a value over the parts; cotangents carry their weights already. */
    private float[] sum(int row, Value value, boolean weighted) {
        float[] sum = new float[0];
        for (Part part : parts) {
            if (part.weight != 0) {
                double weight = weighted ? part.weight : 1;
                float[] one = value.of(part.net, row);
                sum = sum.length == 0
                        ? (weight == 1 ? one : Vectors.scale(weight, one))
                        : Vectors.combine(1, sum, weight, one);
            }
        }
        return sum;
    }

    @Override
    public void close() {
        open.close();
    }
}
