package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batch normalisation at inference, y = w·(x − μ)·r + b with r = 1/√(σ² + ε) given: x̄ = ȳ·w·r, and likewise for w, b, μ;
 * the variance gets −½·w·r³·Σ ȳ·(x − μ).
 */
final class BatchNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("BatchNormalization");
    }

    @Override
    public void pull(Pullback p) {
        if (p.attributes().integer("training_mode", 0) != 0) {
            throw p.unsupported("it is in training mode: export the model in evaluation mode");
        }
        int rank = p.xShape().rank();
        int[] others = IntStream.range(0, rank).filter(i -> i != 1).toArray();
        String epsilon = p.scalar(p.attributes().real("epsilon", 1e-5f));
        String rate = p.emit("Reciprocal", p.emit("Sqrt", p.add(p.x(4), epsilon)));
        String factor = p.mul(p.x(1), rate);
        if (p.isActive(0)) {
            p.accumulate(0, p.mul(p.cotangent(), Channels.column(p, factor, rank)));
        }
        if (p.isActive(1) || p.isActive(4)) {
            String centred = p.sub(p.x(), Channels.column(p, p.x(3), rank));
            String along = p.mul(p.reshape(p.sum(p.mul(p.cotangent(), centred), others), p.xShape(1)), rate);
            if (p.isActive(1)) {
                p.accumulate(1, along);
            }
            if (p.isActive(4)) {
                p.accumulate(4, p.mul(p.mul(along, p.mul(p.x(1), p.square(rate))), -0.5));
            }
        }
        if (p.isActive(2) || p.isActive(3)) {
            String total = p.reshape(p.sum(p.cotangent(), others), p.xShape(2));
            if (p.isActive(2)) {
                p.accumulate(2, total);
            }
            if (p.isActive(3)) {
                p.accumulate(3, p.emit("Neg", p.mul(total, factor)));
            }
        }
    }
}
