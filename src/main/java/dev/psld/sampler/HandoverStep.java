package dev.psld.sampler;

/**
 * Steps that observe by a small decoder first, and by the full one at the end: in the last sampling steps, in all polishing
 * steps, and where the residual of the sample is told. Each gradient is that of a loss by the decoder of its step. Not
 * thread-safe; made of two engines over one chain.
 */
final class HandoverStep implements StepEngine {
    private final StepEngine small;
    private final StepEngine full;
    private final int last;
    private final int polish;

    /**
     * @param last how many sampling steps are made by the full decoder
     * @param polish how many steps of a run come after the last sampling step
     */
    HandoverStep(StepEngine small, StepEngine full, int last, int polish) {
        this.small = small;
        this.full = full;
        this.last = last;
        this.polish = polish;
    }

    @Override
    public int latentLength() {
        return full.latentLength();
    }

    @Override
    public int measurementLength() {
        return full.measurementLength();
    }

    @Override
    public StepOutput step(StepInput input, StepCheck check) {
        long left = (long) check.steps() - polish - check.step();
        return (left < last ? full : small).step(input, check);
    }

    @Override
    public StepOutput polish(float[] z, double gamma, double omega, StepCheck check) {
        return full.polish(z, gamma, omega, check);
    }

    @Override
    public double residual(float[] z) {
        return full.residual(z);
    }
}
