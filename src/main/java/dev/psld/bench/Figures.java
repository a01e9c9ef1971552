package dev.psld.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a benchmark found. Immutable.
 *
 * @param stepsPerRound steps that a round's times are the mean of
 * @param stages in the order in which they run, then Java's share, then the whole step
 * @param javaShare Java's part of a step, 0 to 1
 * @param javaBytes allocated on the Java heap per step
 * @param picturesPerMinute single samples of the preset's number of steps, without reading and writing files
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Figures(
        String task,
        String method,
        String model,
        String provider,
        int threads,
        int rounds,
        int stepsPerRound,
        Peak peak,
        List<StageFigures> stages,
        Quartiles javaShare,
        Quartiles javaBytes,
        List<NetFigures> nets,
        MemoryFigures memory,
        double stepsPerSecond,
        double picturesPerMinute,
        Optional<TorchFigures> race) {
    public Figures {
        stages = List.copyOf(stages);
        nets = List.copyOf(nets);
    }
}
