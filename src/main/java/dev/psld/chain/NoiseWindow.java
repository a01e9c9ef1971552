package dev.psld.chain;

import java.util.Arrays;
import java.util.Optional;

/** The UNet over windows, as ε(z_t, t). Used by one thread at a time; closes its stages, not the sessions. */
final class NoiseWindow implements WindowNet {
    private final NoisePredictor predictor;
    private final int length;
    private double alphaBar = 1;
    private int timestep;

    NoiseWindow(ModelSessions models, Optional<TextCondition> text, StageClock clock) {
        predictor = new NoisePredictor(models, text, clock);
        length = models.bundle().manifest().latentLength();
    }

    /** The noise level of what follows. */
    void at(double noiseAlphaBar, int t) {
        alphaBar = noiseAlphaBar;
        timestep = t;
    }

    @Override
    public void input(int row, float[] window) {
        predictor.point(row, window);
    }

    @Override
    public void run() {
        predictor.predict(alphaBar, timestep);
    }

    @Override
    public float[] output(int row) {
        float[] noise = predictor.noise(row);
        if (!predictor.renoisesApart()) {
            return noise;
        }
        float[] both = Arrays.copyOf(noise, 2 * length);
        System.arraycopy(predictor.renoising(row), 0, both, length, length);
        return both;
    }

    @Override
    public void cotangent(int row, float[] c) {
        predictor.cotangent(row, c.length == length ? c : Arrays.copyOf(c, length));
    }

    @Override
    public void pull() {
        predictor.pull();
    }

    @Override
    public float[] gradient(int row) {
        return predictor.gradient(row);
    }

    @Override
    public void close() {
        predictor.close();
    }
}
