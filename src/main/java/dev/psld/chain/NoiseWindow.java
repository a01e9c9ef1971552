package dev.psld.chain;

/** The UNet over windows, as ε(z_t, t). Used by one thread at a time; closes its stages, not the sessions. */
final class NoiseWindow implements WindowNet {
    private final NoisePredictor predictor;
    private double alphaBar = 1;
    private int timestep;

    NoiseWindow(ModelSessions models, StageClock clock) {
        predictor = new NoisePredictor(models, clock);
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
        return predictor.noise(row);
    }

    @Override
    public void cotangent(int row, float[] c) {
        predictor.cotangent(row, c);
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
