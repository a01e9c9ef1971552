package dev.psld.bench;

import dev.psld.graph.Arithmetic;

/**
 * One stage of a step, or the whole step. Immutable.
 *
 * @param stage U, D, A, E and their pullbacks with a star; {@code step} for all of it, {@code Java} for what is not in a stage
 * @param milliseconds over the rounds, each the mean of its steps
 * @param work arithmetic of the stage's graph
 * @param gflops products over the median time, 10⁹ a second
 * @param peakShare the same over the machine's {@link Peak}
 */
public record StageFigures(String stage, Quartiles milliseconds, Arithmetic work, double gflops, double peakShare) {
    static StageFigures of(String stage, Quartiles seconds, Arithmetic work, Peak peak) {
        double gflops = work.products() / seconds.median() / 1e9;
        return new StageFigures(stage, seconds.times(1000), work, gflops, gflops / peak.gflops());
    }
}
