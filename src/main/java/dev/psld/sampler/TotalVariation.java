package dev.psld.sampler;

import dev.psld.graph.Shape;
import java.util.Arrays;

/**
 * ADMM-TV: the picture with the least ½‖y − A x‖² + λ‖∇x‖₂,₁, isotropic, each channel by itself, by the alternating direction
 * method of multipliers (Boyd and others 2011; algorithms B). Needs no model and draws nothing. Thread-safe.
 */
public final class TotalVariation implements Solver {
    /** Of the residual of the inner system against its right-hand side. */
    private static final double TOLERANCE = 1e-5;

    private static final int MOST = 30;

    private final VariationSettings settings;

    public TotalVariation(VariationSettings settings) {
        this.settings = settings;
    }

    /** Starts from the problem's guess; what an iteration leaves are x, d and u of every channel. */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        ChannelFit fit = new ChannelFit(problem.measurement(), 1);
        Shape image = problem.measurement().operator().imageShape();
        Differences differences = new Differences(Math.toIntExact(image.dim(2)), Math.toIntExact(image.dim(3)));
        int n = differences.pixels();
        float[] picture = problem.start().clone();
        float[] state = problem.earlier().map(SamplerState::latent).orElseGet(() -> start(picture, n));
        double residual = Double.NaN;
        for (int k = problem.earlier().map(SamplerState::step).orElse(0); k < settings.steps(); k++) {
            StepCheck check = new StepCheck(k + 1, settings.steps());
            float[] before = state;
            float[] after = new float[state.length];
            fit.channels(c -> iterate(fit, c, differences, before, after));
            check.finite("the step towards the measurement", after);
            state = after;
            float[] estimate = picture(state, n);
            residual = fit.residual(estimate, settings.sigma());
            listener.step(StepReport.ofPicture(check, residual, estimate, state));
        }
        float[] end = picture(state, n);
        return new Sample(
                end, Double.isNaN(residual) ? fit.residual(end, settings.sigma()) : residual, settings.steps());
    }

    /** x from the guess, d = u = 0. */
    private static float[] start(float[] guess, int n) {
        float[] state = new float[5 * guess.length];
        for (int i = 0; i < guess.length; i++) {
            state[i / n * 5 * n + i % n] = guess[i];
        }
        return state;
    }

    private static float[] picture(float[] state, int n) {
        float[] picture = new float[state.length / 5];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = state[i / n * 5 * n + i % n];
        }
        return picture;
    }

    /** One channel's x, d and u, in this order. */
    private void iterate(ChannelFit fit, int channel, Differences differences, float[] before, float[] after) {
        int n = differences.pixels();
        int from = channel * 5 * n;
        double rho = settings.rho() * settings.weight();
        double[] pull = new double[2 * n];
        for (int i = 0; i < pull.length; i++) {
            pull[i] = (double) before[from + n + i] - before[from + 3 * n + i]; // d − u
        }
        double[] right = differences.transposed(pull);
        double[] seen = fit.adjoint(channel);
        for (int i = 0; i < n; i++) {
            right[i] = seen[i] + rho * right[i];
            after[from + i] = before[from + i];
        }
        double[] x = system(fit, differences, rho).solve(right, ChannelFit.doubles(before, from, n));
        double[] gradient = differences.of(x);
        double threshold = settings.weight() / rho;
        for (int i = 0; i < n; i++) {
            after[from + i] = (float) x[i];
            double down = gradient[i] + before[from + 3 * n + i];
            double across = gradient[n + i] + before[from + 4 * n + i];
            double length = Math.hypot(down, across);
            double kept = length > threshold ? 1 - threshold / length : 0;
            after[from + n + i] = (float) (kept * down);
            after[from + 2 * n + i] = (float) (kept * across);
            after[from + 3 * n + i] = (float) (down - kept * down);
            after[from + 4 * n + i] = (float) (across - kept * across);
        }
    }

    /** (AᵀA + ρ∇ᵀ∇) x = b, divided by about its diagonal: that of AᵀA is AᵀA·1 for a mask, and even for all other operators. */
    private static NormalSystem system(ChannelFit fit, Differences differences, double rho) {
        double[] diagonal = new double[differences.pixels()];
        Arrays.fill(diagonal, 1);
        double[] seen = fit.normal(diagonal);
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = Math.max(0, seen[i]) + rho * differences.neighbours(i);
        }
        return new NormalSystem(
                x -> {
                    double[] sum = fit.normal(x);
                    double[] smooth = differences.transposed(differences.of(x));
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += rho * smooth[i];
                    }
                    return sum;
                },
                r -> {
                    double[] z = r.clone();
                    for (int i = 0; i < z.length; i++) {
                        z[i] /= diagonal[i];
                    }
                    return z;
                },
                TOLERANCE,
                MOST);
    }
}
