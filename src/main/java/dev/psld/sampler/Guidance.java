package dev.psld.sampler;

import java.util.Optional;

/**
 * The gradient of L = ω·‖A x̂ − y‖ + γ·‖e − ẑ0‖ by ẑ0 (algorithms A.3), at one step. Not thread-safe; made for one step
 * and thrown away.
 */
final class Guidance {
    private final double residual;
    private final double gluing;
    private final float[] gradient;

    private Guidance(double residual, double gluing, float[] gradient) {
        this.residual = residual;
        this.gluing = gluing;
        this.gradient = gradient;
    }

    /** ‖A x̂ − y‖/(σ√m), or the root mean square where σ is 0. */
    double residual() {
        return residual;
    }

    /** ‖e − ẑ0‖; NaN without gluing. */
    double gluing() {
        return gluing;
    }

    /** ∇L by ẑ0. */
    float[] gradient() {
        return gradient;
    }

    /**
     * Observes ẑ0 and pulls both losses back.
     *
     * @param noise σ_y·ξ of author mode, added to A x̂
     * @param zeta the draw of the encoder's posterior; empty takes the mean
     */
    static Guidance at(
            GuidanceChain chain,
            Settings settings,
            float[] z0,
            double gamma,
            double omega,
            Optional<float[]> noise,
            Optional<float[]> zeta,
            StepCheck check) {
        double s = chain.scale();
        Observation seen = chain.observe(Vectors.scale(1 / s, z0), noise);
        check.finite("the residual of the decoded picture", seen.residualSquared());
        double denominator = Math.sqrt(seen.residualSquared() + settings.denominatorFloor(chain.informative()));
        double residualScale = denominator > 0 ? omega / denominator : 0;

        float[] v = new float[z0.length];
        double q = Double.NaN;
        Optional<Moments> cotangents = Optional.empty();
        if (seen.encoded().isPresent()) {
            Moments posterior = seen.encoded().get();
            check.finite("the encoded picture", posterior.mean());
            posterior.logVariance().ifPresent(spread -> check.finite("the encoder's log-variance", spread));
            float[] e = encoded(posterior, zeta, s);
            float[] difference = Vectors.combine(1, e, -1, z0);
            q = Vectors.norm(difference);
            v = q > 0 ? Vectors.scale(1 / q, difference) : v;
            cotangents = Optional.of(cotangents(posterior, zeta, Vectors.scale(s * gamma, v)));
        }
        float[] pulled = chain.pullObservation(residualScale, cotangents);
        check.finite("the gradient through decoder and encoder", pulled);
        double residual = settings.residual(seen.residualSquared(), chain.informative());
        return new Guidance(residual, q, Vectors.combine(1 / s, pulled, -gamma, v));
    }

    /** e = s·(μ + exp(½·log σ²)·ζ). */
    private static float[] encoded(Moments posterior, Optional<float[]> zeta, double s) {
        float[] e = Vectors.scale(s, posterior.mean());
        if (zeta.isPresent() && posterior.logVariance().isPresent()) {
            float[] draw = zeta.get();
            float[] logVariance = posterior.logVariance().get();
            for (int i = 0; i < e.length; i++) {
                e[i] += (float) (s * Math.exp(0.5 * logVariance[i]) * draw[i]);
            }
        }
        return e;
    }

    /** Cotangents of μ and log σ² for the cotangent c of μ + exp(½·log σ²)·ζ. */
    private static Moments cotangents(Moments posterior, Optional<float[]> zeta, float[] c) {
        return new Moments(c, posterior.logVariance().map(logVariance -> {
            float[] cotangent = new float[c.length];
            zeta.ifPresent(draw -> {
                for (int i = 0; i < c.length; i++) {
                    cotangent[i] = (float) (c[i] * 0.5 * Math.exp(0.5 * logVariance[i]) * draw[i]);
                }
            });
            return cotangent;
        }));
    }
}
