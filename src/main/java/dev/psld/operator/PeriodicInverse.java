package dev.psld.operator;

import org.jtransforms.fft.DoubleFFT_2D;

/** (AᵀA + wI)⁻¹ of a blur whose plane is repeated all around, by the fast Fourier transform. Immutable and thread-safe. */
final class PeriodicInverse implements Preconditioner {
    private final int height;
    private final int width;
    private final double[] power;

    PeriodicInverse(int height, int width, double[] kernel, int tall, int wide) {
        this.height = height;
        this.width = width;
        double[] spectrum = new double[2 * height * width];
        for (int i = 0; i < kernel.length; i++) {
            int row = Math.floorMod(i / wide - tall / 2, height);
            int column = Math.floorMod(i % wide - wide / 2, width);
            spectrum[2 * (row * width + column)] += kernel[i];
        }
        transform().complexForward(spectrum);
        this.power = new double[height * width];
        for (int i = 0; i < power.length; i++) {
            power[i] = spectrum[2 * i] * spectrum[2 * i] + spectrum[2 * i + 1] * spectrum[2 * i + 1];
        }
    }

    private DoubleFFT_2D transform() {
        return new DoubleFFT_2D(height, width);
    }

    @Override
    public double[] solve(double[] r, double weight) {
        double[] spectrum = new double[2 * r.length];
        for (int i = 0; i < r.length; i++) {
            spectrum[2 * i] = r[i];
        }
        DoubleFFT_2D transform = transform();
        transform.complexForward(spectrum);
        for (int i = 0; i < power.length; i++) {
            double factor = 1 / (power[i] + weight);
            spectrum[2 * i] *= factor;
            spectrum[2 * i + 1] *= factor;
        }
        transform.complexInverse(spectrum, true);
        double[] solved = new double[r.length];
        for (int i = 0; i < r.length; i++) {
            solved[i] = spectrum[2 * i];
        }
        return solved;
    }
}
