package dev.psld.fused;

import dev.psld.autodiff.DiffRequest;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.operator.Glue;
import dev.psld.operator.MeasurementOperator;
import java.util.ArrayList;
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
 * parameters under their own names, what the net is told under {@link ToldInputs} names, {@code ty} when glued; the noises {@code step_noise}, {@code noise} and
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

    /** ẑ0, z' and the tapes of the net, one each time that it is in. */
    private record Prediction(String estimate, String moved, List<Map<String, String>> tapes) {}

    private String the(Coefficient coefficient) {
        return coefficients.get(coefficient.at);
    }

    /** (2) and (3) of A.1. A net that predicts v gives ẑ0 = √ā·z_t − √(1−ā)·v, without a division by √ā. */
    private Prediction predict(String zt) {
        GraphEntry unet = nets.declared(Role.UNET);
        Map<String, String> feeds =
                new HashMap<>(Map.of(unet.input(Quantity.LATENT).name(), zt));
        for (TensorSpec input : unet.inputs()) {
            if (kind.texts() == 0 || !ToldInputs.tells(input)) {
                feeds.computeIfAbsent(input.name(), name -> other(input));
            }
        }
        List<Map<String, String>> tapes = new ArrayList<>();
        List<String> outs = new ArrayList<>();
        for (int place = 0; place < Math.max(1, kind.texts()); place++) {
            Map<String, String> told = told(place, unet, feeds);
            tapes.add(to.put(nets.forward(Role.UNET), told));
            outs.add(named(tapes.get(place), unet.output(Quantity.PREDICTION).name()));
        }
        String first = outs.get(0);
        // A.1 (1); v is as linear in ε as ε itself, and the weights add up to 1
        String out = kind.texts() < 2
                ? first
                : to.emit("Add", first, times(Coefficient.TEXT, to.emit("Sub", outs.get(1), first)));
        String eps = noise(kind.apart() ? first : out, zt);
        String z0 = velocity()
                ? to.emit("Sub", times(Coefficient.SIGNAL, zt), times(Coefficient.NOISE, out))
                : to.emit("Div", to.emit("Sub", zt, times(Coefficient.NOISE, out)), the(Coefficient.SIGNAL));
        String moved = to.emit("Add", times(Coefficient.NEXT_SIGNAL, z0), times(Coefficient.NEXT_NOISE, eps));
        if (kind.wandering()) {
            moved = to.emit("Add", moved, times(Coefficient.DEVIATION, to.input(STEP_NOISE, latent)));
        }
        return new Prediction(z0, moved, tapes);
    }

    /** The feeds of the net at a place among its texts. */
    private Map<String, String> told(int place, GraphEntry unet, Map<String, String> feeds) {
        Map<String, String> told = new HashMap<>(feeds);
        for (TensorSpec input : unet.inputs()) {
            if (kind.texts() > 0 && ToldInputs.tells(input)) {
                told.put(input.name(), to.input(ToldInputs.name(place, input), input.type(), input.shape()));
            }
        }
        return told;
    }

    /** ε of what the net predicts. */
    private String noise(String predicted, String zt) {
        return velocity()
                ? to.emit("Add", times(Coefficient.SIGNAL, predicted), times(Coefficient.NOISE, zt))
                : predicted;
    }

    /** What the net takes besides the latent: the timestep in its own type and shape, and what no step changes. */
    private String other(TensorSpec input) {
        if (input.holds() == Quantity.TIMESTEP) {
            String t = to.input(T, Shape.of(1));
            if (input.type() != ElementType.FLOAT) {
                t = to.emit("Cast", Attributes.of("to", input.type().code()), t);
            }
            return input.shape().equals(Shape.of(1))
                    ? t
                    : to.emit(
                            "Expand",
                            to.emit("Squeeze", t),
                            to.constant(Tensor.vector(input.shape().toArray())));
        }
        return to.constant(nets.fixed(input)
                .orElseThrow(() -> new GraphException("the UNet takes “" + input.name()
                        + "”, for which the bundle holds no value: choose another model")));
    }

    /** ∇L by z_t from ∇L by ẑ0: √ā·g − √(1−ā)·J_v* g, or (g − √(1−ā)·J_ε* g)/√ā. */
    private String pulled(Prediction seen, String g) {
        String pulled;
        if (kind.texts() < 2) {
            pulled = through(seen.tapes.get(0), g);
        } else {
            String second = times(Coefficient.TEXT, g);
            pulled = to.emit(
                    "Add", through(seen.tapes.get(0), to.emit("Sub", g, second)), through(seen.tapes.get(1), second));
        }
        pulled = times(Coefficient.NOISE, pulled);
        return velocity()
                ? to.emit("Sub", times(Coefficient.SIGNAL, g), pulled)
                : to.emit("Div", to.emit("Sub", g, pulled), the(Coefficient.SIGNAL));
    }

    /** J_U* c. */
    private String through(Map<String, String> tape, String c) {
        Map<String, String> feeds = new HashMap<>(tape);
        GraphEntry unet = nets.declared(Role.UNET);
        PullbackEntry back = nets.declaredPullback(Role.UNET);
        feeds.put(back.cotangent(unet.output(Quantity.PREDICTION)), c);
        return named(to.put(nets.pullback(Role.UNET), feeds), back.cotangent(unet.input(Quantity.LATENT)));
    }

    /** ∇L by ẑ0, as in A.3. */
    private String guidance(MeasurementOperator operator, String z0) {
        double s = nets.scale();
        GraphEntry decoder = nets.declared(Role.DECODER);
        PullbackEntry back = nets.declaredPullback(Role.DECODER);
        TensorSpec latentSpec = decoder.input(Quantity.LATENT);
        TensorSpec imageSpec = decoder.output(Quantity.IMAGE);
        Map<String, String> known = new HashMap<>(Map.of(latentSpec.name(), to.emit("Div", z0, to.scalar(s))));
        known = to.put(nets.forward(Role.DECODER), known);
        Glue glue = Glue.of(operator, kind.glued(), kind.noisy());
        Map<String, String> measured = new HashMap<>(Map.of(MeasurementOperator.X, named(known, imageSpec.name())));
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
            measured.put(DiffRequest.cotangent(Glue.GLUED), gluing.get().cotangent);
        }
        String x = named(
                to.put(new WeightedGraph(glue.pullback(), Map.of()), measured),
                DiffRequest.cotangent(MeasurementOperator.X));
        known.put(back.cotangent(imageSpec), x);
        String g = to.emit(
                "Div", named(to.put(nets.pullback(Role.DECODER), known), back.cotangent(latentSpec)), to.scalar(s));
        return gluing.map(v -> to.emit("Sub", g, v.direct)).orElse(g);
    }

    /** The cotangent of the glued picture, and γ·v, which the loss gives to ẑ0 itself. */
    private record Gluing(String cotangent, String direct) {}

    private Gluing glue(String glued, String z0, double s) {
        GraphEntry encoder = nets.declared(Role.ENCODER);
        PullbackEntry back = nets.declaredPullback(Role.ENCODER);
        TensorSpec imageSpec = encoder.input(Quantity.IMAGE);
        TensorSpec meanSpec = encoder.output(Quantity.MEAN);
        Optional<TensorSpec> varianceSpec = encoder.findOutput(Quantity.LOG_VARIANCE);
        Map<String, String> seen = to.put(nets.forward(Role.ENCODER), new HashMap<>(Map.of(imageSpec.name(), glued)));
        String e = named(seen, meanSpec.name());
        Optional<String> spread =
                varianceSpec.filter(spec -> kind.drawn()).map(spec -> spread(named(seen, spec.name())));
        if (spread.isPresent()) {
            e = to.emit("Add", e, spread.get());
        }
        String difference = to.emit("Sub", to.emit("Mul", e, to.scalar(s)), z0);
        String q = to.emit("Sqrt", to.squares(difference));
        to.output(GLUING, Shape.of(), q);
        String v = to.emit("Div", difference, to.emit("Max", q, to.scalar(LEAST)));
        String direct = times(Coefficient.GAMMA, v);
        String c = to.emit("Mul", direct, to.scalar(s));
        seen.put(back.cotangent(meanSpec), c);
        varianceSpec.ifPresent(spec -> seen.put(
                back.cotangent(spec),
                spread.map(draw -> to.emit("Mul", c, to.emit("Mul", draw, to.scalar(0.5))))
                        .orElseGet(() -> to.zeros(latent))));
        return new Gluing(named(to.put(nets.pullback(Role.ENCODER), seen), back.cotangent(imageSpec)), direct);
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
