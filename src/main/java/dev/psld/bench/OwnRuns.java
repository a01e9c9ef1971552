package dev.psld.bench;

import dev.psld.bundle.Role;
import dev.psld.ort.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Our side of a benchmark: rounds of steps, and of every net by itself, and what they took. Used by one thread; closes what it opened. */
final class OwnRuns implements AutoCloseable {
    /** Calls of a net in one round, their mean counts. */
    static final int NET_CALLS = 3;

    private final StepRun step;
    private final Map<String, NetRun> nets = new LinkedHashMap<>();
    private final List<StepTimes> rounds = new ArrayList<>();
    private final Map<String, List<NetRun.Pair>> pairs = new LinkedHashMap<>();

    /** The run of steps stays the caller's. */
    OwnRuns(Environment environment, BenchmarkCase subject, StepRun step) {
        this.step = step;
        try {
            for (String role : Role.LATENT_DIFFUSION) {
                nets.put(role, new NetRun(environment, subject.models().bundle(), subject.pick(), role));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    void round(int steps) {
        rounds.add(step.round(steps));
    }

    void net(String role) {
        pairs.computeIfAbsent(role, r -> new ArrayList<>())
                .add(Objects.requireNonNull(nets.get(role)).run(NET_CALLS));
    }

    /** Throws away what the warm-up measured. */
    void forget() {
        rounds.clear();
        pairs.clear();
    }

    List<StepTimes> rounds() {
        return List.copyOf(rounds);
    }

    List<NetFigures> nets() {
        List<NetFigures> figures = new ArrayList<>();
        pairs.forEach((role, measured) -> {
            List<Double> there = measured.stream().map(NetRun.Pair::forward).toList();
            List<Double> back = measured.stream().map(NetRun.Pair::pullback).toList();
            figures.add(new NetFigures(
                    role,
                    Quartiles.of(there).times(1000),
                    Quartiles.of(back).times(1000),
                    Quartiles.ofRatios(back, there)));
        });
        return figures;
    }

    /** What is compared, by name: the step, and forward plus pullback of each net. */
    Map<String, List<Torch.Timing>> timings() {
        Map<String, List<Torch.Timing>> timings = new LinkedHashMap<>();
        timings.put(
                "step",
                rounds.stream()
                        .map(r -> new Torch.Timing(r.seconds(), r.cpuSeconds()))
                        .toList());
        pairs.forEach((role, measured) -> timings.put(
                role,
                measured.stream()
                        .map(p -> new Torch.Timing(p.forward() + p.pullback(), p.cpu()))
                        .toList()));
        return timings;
    }

    @Override
    public void close() {
        nets.values().forEach(NetRun::close);
    }
}
