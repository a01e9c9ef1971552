package dev.psld.bench;

import dev.psld.bundle.Role;
import dev.psld.graph.Arithmetic;
import dev.psld.ort.Environment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures a subject, alone or beside PyTorch. Immutable; the environment and the subject's model stay the caller's. Not to be run
 * twice at a time: everything here wants the machine for itself.
 *
 * @param threads of the environment's pool, and of PyTorch
 * @param rounds that count; two more before them warm up
 * @param steps per round
 */
public record Benchmark(
        Environment environment, BenchmarkCase subject, int threads, int rounds, int steps, Consumer<String> progress) {
    private static final int WARM_UP = 2;

    /** Runs all rounds. With PyTorch, its rounds lie between ours, first and second place by turns. */
    public Figures run(Optional<TorchOptions> options) {
        progress.accept("the first round");
        try (StepRun step = new StepRun(subject)) {
            step.round(steps);
            // Before the benchmark's own sessions and matrices add to it.
            MemoryFigures memory =
                    MemoryFigures.now(environment, subject.models().bundle());
            progress.accept("measuring matrix products");
            Peak peak = GemmPeak.measure(environment, subject.pick());
            Map<String, Arithmetic> work = StageArithmetic.of(environment, subject);
            try (OwnRuns ours = new OwnRuns(environment, subject, step)) {
                Optional<TorchComparison> race = options.map(o -> start(o, step));
                try {
                    rounds(ours, race);
                    return figures(peak, work, memory, ours, race.map(r -> r.figures(ours.timings())));
                } finally {
                    race.ifPresent(TorchComparison::close);
                }
            }
        }
    }

    private void rounds(OwnRuns ours, Optional<TorchComparison> race) {
        for (int i = -WARM_UP; i < rounds; i++) {
            if (i == 0) {
                ours.forget();
                race.ifPresent(TorchComparison::forget);
            }
            progress.accept(i < 0 ? "warming up" : "round " + (i + 1) + " of " + rounds);
            round(ours, race, i % 2 == 0);
        }
    }

    private TorchComparison start(TorchOptions options, StepRun step) {
        progress.accept("starting PyTorch" + (options.compile() ? " and compiling, which takes minutes" : ""));
        return new TorchComparison(subject, options, threads, step.firstStep());
    }

    private void round(OwnRuns ours, Optional<TorchComparison> race, boolean oursFirst) {
        turn(oursFirst, () -> ours.round(steps), () -> race.ifPresent(r -> r.round(steps)));
        for (String role : Role.LATENT_DIFFUSION) {
            turn(oursFirst, () -> ours.net(role), () -> race.ifPresent(r -> r.net(role, OwnRuns.NET_CALLS)));
        }
    }

    private static void turn(boolean oursFirst, Runnable ours, Runnable theirs) {
        (oursFirst ? ours : theirs).run();
        (oursFirst ? theirs : ours).run();
    }

    private Figures figures(
            Peak peak, Map<String, Arithmetic> work, MemoryFigures memory, OwnRuns ours, Optional<TorchFigures> race) {
        List<StepTimes> measured = ours.rounds();
        Set<String> stages = new LinkedHashSet<>(measured.get(0).stages().keySet());
        List<StageFigures> lines = new ArrayList<>();
        Arithmetic all = Arithmetic.NONE;
        for (String stage : stages) {
            Arithmetic own = work.getOrDefault(stage, Arithmetic.NONE);
            all = all.plus(own);
            Quartiles seconds = Quartiles.of(measured.stream()
                    .map(r -> r.stages().getOrDefault(stage, 0.0))
                    .toList());
            lines.add(StageFigures.of(stage, seconds, own, peak));
        }
        Quartiles java =
                Quartiles.of(measured.stream().map(StepTimes::javaSeconds).toList());
        Quartiles step = Quartiles.of(measured.stream().map(StepTimes::seconds).toList());
        lines.add(StageFigures.of("Java", java, Arithmetic.NONE, peak));
        lines.add(StageFigures.of("step", step, all, peak));
        return new Figures(
                subject.task().word(),
                subject.settings().method().word(),
                subject.manifest().name(),
                subject.pick().provider().word(),
                threads,
                rounds,
                steps,
                peak,
                lines,
                Quartiles.of(measured.stream()
                        .map(r -> r.javaSeconds() / r.seconds())
                        .toList()),
                Quartiles.of(measured.stream().map(StepTimes::allocatedBytes).toList()),
                ours.nets(),
                memory,
                1 / step.median(),
                60 / (step.median() * subject.settings().steps()),
                race);
    }
}
