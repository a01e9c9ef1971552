package dev.psld.sampler;

import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Measurement;
import java.util.Optional;

/** A picture whose pixels are N(μ, s²) each, seen as means of 2×2 with noise: its posterior's mean is known. */
final class PictureSolverCase {
    static final double MU = 0.2;
    static final double S = 0.5;
    static final double NOISE = 0.3;

    private final Measurement measurement;
    private final int side;

    /** @param side of the picture, even */
    PictureSolverCase(int side) {
        this.side = side;
        float[] y = new float[3 * side * side / 4];
        for (int i = 0; i < y.length; i++) {
            y[i] = 1 - 0.1f * (i % 7);
        }
        this.measurement = new Measurement(AveragePool.of(Shape.of(1, 3, side, side), 2), y);
    }

    InverseProblem problem() {
        return new InverseProblem(measurement, Optional.of(new float[3 * side * side]));
    }

    InverseProblem problem(SamplerState earlier) {
        return new InverseProblem(measurement, problem().guess(), Optional.of(earlier));
    }

    /** E[x | y] of the pixel i: AAᵀ is 1/4. */
    double mean(int i) {
        int c = i / (side * side);
        int row = i % (side * side) / side / 2;
        int column = i % side / 2;
        float y = measurement.y()[(c * side / 2 + row) * (side / 2) + column];
        return MU + S * S / 4 / (S * S / 4 + NOISE * NOISE) * (y - MU);
    }

    /** E[x | x + σn]. */
    static float[] denoised(float[] v, double sigma) {
        float[] x = new float[v.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) ((S * S * v[i] + sigma * sigma * MU) / (S * S + sigma * sigma));
        }
        return x;
    }

    static PictureSettings settings(Method method, int steps, double highest, double lowest, double zeta) {
        return new PictureSettings(method, steps, highest, lowest, 0, 1, zeta, 1e-3, NOISE, 7);
    }
}
