package dev.psld.bench;

import java.util.List;

/**
 * This program beside PyTorch, round by round. Immutable.
 *
 * @param torch version of PyTorch
 * @param difference of the latents after the same first step, max|Δ| over max|theirs|
 * @param notes what could not be run, in sentences
 */
public record RaceFigures(String torch, int threads, double difference, List<Line> lines, List<String> notes) {
    public RaceFigures {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /**
     * One comparison.
     *
     * @param what the whole step, or a net's forward and backward
     * @param kind eager or compiled
     * @param torch PyTorch's milliseconds
     * @param ratio our time over PyTorch's in the same round
     * @param cpuRatio the same in processor time of all threads, which other programs disturb less
     */
    public record Line(String what, String kind, Quartiles torch, Quartiles ratio, Quartiles cpuRatio) {}
}
