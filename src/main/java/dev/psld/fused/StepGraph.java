package dev.psld.fused;

import dev.psld.bundle.Manifest;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.operator.Glue;
import dev.psld.operator.MeasurementOperator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a sampling step (algorithms A.1 and A.3) as one graph: z_t and the noises in; z_{t−1}, ẑ0, Σ r² and ‖e − ẑ0‖ out.
 * Not thread-safe; used once and thrown away.
 *
 * <p>Inputs, besides {@link #COEFFICIENTS}: {@code zt}; {@code t} with the prior; when guided {@code y}, the operator's
 * parameters under their own names, {@code ty} when glued; the noises {@code step_noise}, {@code noise} and
 * {@code encoder_noise} where the kind asks for them.
 */
final class StepGraph {
    static final String COEFFICIENTS = "coefficients";
    static final String ZT = "zt";
    static final String T = "t";
    static final String STEP_NOISE = "step_noise";
    static final String ENCODER_NOISE = "encoder_noise";
    static final String LATENT = "latent";
    static final String ESTIMATE = "estimate";
    static final String GLUING = "gluing";
    static final String RESIDUAL_SQUARED = Glue.RESIDUAL_SQUARED;

    /** Takes the place of a length of 0 below a division whose other side is 0 too. */
    private static final double LEAST = 1e-30;

    private final BundleGraphs nets;
    private final StepKind kind;
    private final Assembly to;
    private final Shape latent;
    private final List<String> coefficients;

    private StepGraph(BundleGraphs nets, StepKind kind) {
        this.nets = nets;
        this.kind = kind;
        this.latent = nets.latent();
        to = new Assembly("step", nets);
        coefficients =
                to.split(to.input(COEFFICIENTS, Shape.of(Coefficient.values().length)), Coefficient.values().length);
    }

    /** The graph of a step; without guidance the operator is not looked at. */
    static WeightedGraph of(BundleGraphs nets, MeasurementOperator operator, StepKind kind) {
        return kind.guided() ? guided(nets, operator, kind) : free(nets, kind);
    }

    private static WeightedGraph free(BundleGraphs nets, StepKind kind) {
        StepGraph step = new StepGraph(nets, kind);
        String zt = step.to.input(ZT, step.latent);
        Prediction seen = step.predict(zt);
        step.to.output(ESTIMATE, step.latent, seen.estimate);
        step.to.output(LATENT, step.latent, seen.moved);
        return step.to.build();
    }

    private static WeightedGraph guided(BundleGraphs nets, MeasurementOperator operator, StepKind kind) {
        StepGraph step = new StepGraph(nets, kind);
        String zt = step.to.input(ZT, step.latent);
        if (!kind.prior()) {
            step.to.output(ESTIMATE, step.latent, zt);
            step.to.output(LATENT, step.latent, step.to.emit("Sub", zt, step.guidance(operator, zt)));
            return step.to.build();
        }
        Prediction seen = step.predict(zt);
        step.to.output(ESTIMATE, step.latent, seen.estimate);
        String gradient = step.pulled(seen, step.guidance(operator, seen.estimate));
        step.to.output(LATENT, step.latent, step.to.emit("Sub", seen.moved, step.clipped(gradient)));
        return step.to.build();
    }

    /** ẑ0, z' and the tape of the net. */
    private record Prediction(String estimate, String moved, Map<String, String> tape) {}

    private String the(Coefficient coefficient) {
        return coefficients.get(coefficient.at);
    }

    /** (2) and (3) of A.1. A net that predicts v gives ẑ0 = √ā·z_t − √(1−ā)·v, without a division by √ā. */
    private Prediction predict(String zt) {
        Map<String, String> feeds = new HashMap<>(Map.of("z", zt, "t", to.input(T, Shape.of(1))));
        Map<String, String> tape = to.put(nets.forward("unet"), feeds);
        String out = named(tape, "prediction");
        String eps;
        String z0;
        if (velocity()) {
            eps = to.emit("Add", times(Coefficient.SIGNAL, out), times(Coefficient.NOISE, zt));
            z0 = to.emit("Sub", times(Coefficient.SIGNAL, zt), times(Coefficient.NOISE, out));
        } else {
            eps = out;
            z0 = to.emit("Div", to.emit("Sub", zt, times(Coefficient.NOISE, eps)), the(Coefficient.SIGNAL));
        }
        String moved = to.emit("Add", times(Coefficient.NEXT_SIGNAL, z0), times(Coefficient.NEXT_NOISE, eps));
        if (kind.wandering()) {
            moved = to.emit("Add", moved, times(Coefficient.DEVIATION, to.input(STEP_NOISE, latent)));
        }
        return new Prediction(z0, moved, tape);
    }

    /** ∇L by z_t from ∇L by ẑ0: √ā·g − √(1−ā)·J_v* g, or (g − √(1−ā)·J_ε* g)/√ā. */
    private String pulled(Prediction seen, String g) {
        Map<String, String> feeds = new HashMap<>(seen.tape);
        feeds.put("prediction" + Glue.COTANGENT, g);
        String pulled = times(Coefficient.NOISE, named(to.put(nets.pullback("unet"), feeds), "z" + Glue.COTANGENT));
        return velocity()
                ? to.emit("Sub", times(Coefficient.SIGNAL, g), pulled)
                : to.emit("Div", to.emit("Sub", g, pulled), the(Coefficient.SIGNAL));
    }

    /** ∇L by ẑ0, as in A.3. */
    private String guidance(MeasurementOperator operator, String z0) {
        double s = nets.scale();
        Map<String, String> known = new HashMap<>(Map.of("z", to.emit("Div", z0, to.scalar(s))));
        known = to.put(nets.forward("decoder"), known);
        Glue glue = Glue.of(operator, kind.glued(), kind.noisy());
        Map<String, String> measured = new HashMap<>(Map.of("x", named(known, "x")));
        for (Value input : glue.measure().inputs()) {
            measured.computeIfAbsent(input.name(), name -> to.input(name, input.shape()));
        }
        measured = to.put(new WeightedGraph(glue.measure(), Map.of()), measured);
        String squared = named(measured, Glue.RESIDUAL_SQUARED);
        to.output(RESIDUAL_SQUARED, Shape.of(), squared);
        String length = to.emit("Sqrt", to.emit("Add", squared, the(Coefficient.FLOOR)));
        String scale = to.emit("Div", the(Coefficient.OMEGA), to.emit("Max", length, to.scalar(LEAST)));
        measured.put(Glue.SCALE, to.emit("Squeeze", scale));
        Optional<Gluing> gluing =
                kind.glued() ? Optional.of(glue(named(measured, Glue.GLUED), z0, s)) : Optional.empty();
        if (gluing.isPresent()) {
            measured.put(Glue.GLUED + Glue.COTANGENT, gluing.get().cotangent);
        }
        String x = named(to.put(new WeightedGraph(glue.pullback(), Map.of()), measured), "x" + Glue.COTANGENT);
        known.put("x" + Glue.COTANGENT, x);
        String g = to.emit("Div", named(to.put(nets.pullback("decoder"), known), "z" + Glue.COTANGENT), to.scalar(s));
        return gluing.map(v -> to.emit("Sub", g, v.direct)).orElse(g);
    }

    /** The cotangent of the glued picture, and γ·v, which the loss gives to ẑ0 itself. */
    private record Gluing(String cotangent, String direct) {}

    private Gluing glue(String glued, String z0, double s) {
        Map<String, String> seen = to.put(nets.forward("encoder"), new HashMap<>(Map.of("x", glued)));
        String e = named(seen, "mean");
        Optional<String> spread = kind.drawn() ? Optional.of(spread(named(seen, "logvar"))) : Optional.empty();
        if (spread.isPresent()) {
            e = to.emit("Add", e, spread.get());
        }
        String difference = to.emit("Sub", to.emit("Mul", e, to.scalar(s)), z0);
        String q = to.emit("Sqrt", to.squares(difference));
        to.output(GLUING, Shape.of(), q);
        String v = to.emit("Div", difference, to.emit("Max", q, to.scalar(LEAST)));
        String direct = times(Coefficient.GAMMA, v);
        String c = to.emit("Mul", direct, to.scalar(s));
        seen.put("mean" + Glue.COTANGENT, c);
        seen.put(
                "logvar" + Glue.COTANGENT,
                spread.map(draw -> to.emit("Mul", c, to.emit("Mul", draw, to.scalar(0.5))))
                        .orElseGet(() -> to.zeros(latent)));
        return new Gluing(named(to.put(nets.pullback("encoder"), seen), "x" + Glue.COTANGENT), direct);
    }

    /** exp(½·log σ²)·ζ, what a draw of the posterior adds to its mean. */
    private String spread(String logVariance) {
        String deviation = to.emit("Exp", to.emit("Mul", logVariance, to.scalar(0.5)));
        return to.emit("Mul", deviation, to.input(ENCODER_NOISE, latent));
    }

    /** The gradient, shortened to the limit where it is longer. */
    private String clipped(String gradient) {
        if (!kind.clipped()) {
            return gradient;
        }
        String length = to.emit("Max", to.emit("Sqrt", to.squares(gradient)), to.scalar(LEAST));
        String factor = to.emit("Min", to.emit("Div", the(Coefficient.LIMIT), length), to.scalar(1));
        return to.emit("Mul", gradient, factor);
    }

    private String times(Coefficient coefficient, String x) {
        return to.emit("Mul", x, the(coefficient));
    }

    private boolean velocity() {
        return nets.prediction() == Manifest.Prediction.VELOCITY;
    }

    private static String named(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
