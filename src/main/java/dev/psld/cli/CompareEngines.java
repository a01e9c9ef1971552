package dev.psld.cli;

import dev.psld.bench.EngineComparison;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.Schedules;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.fused.FusedModel;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb compare-engines: whether the chain and the fused graph agree, and which is faster by how much. */
@Command(
        name = "compare-engines",
        description = "Run the same steps by the chain and as one fused graph: numbers and time.",
        mixinStandardHelpOptions = true)
final class CompareEngines implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--task",
            paramLabel = "T",
            converter = Converters.TaskWord.class,
            completionCandidates = Converters.TaskWord.class,
            description = "Whose operator and settings; sr4 by default.")
    private Task task = Task.SR4;

    @Option(names = "--model", paramLabel = "DIR", description = "Folder or name of the model bundle.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Converters.Positive.class,
            description = "Steps of a run (50).")
    private int steps = 50;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Converters.Positive.class,
            description = "How often both run, one after the other (5).")
    private int rounds = 5;

    @Mixin
    private RuntimeOptions runtime;

    @Override
    public Integer call() {
        SyntheticMeasurement.requireOwnOperator(spec, task, Task.SR4);
        Bundle bundle = ModelFolders.open(model);
        String name = bundle.manifest().name();
        Preset preset = Presets.shipped().withModel(name, bundle.presets()).of(name, task);
        Settings settings = preset.settings(Method.PSLD, SyntheticMeasurement.SIGMA, 42)
                .withSteps(steps)
                .withStart(1);
        try (Environment environment = runtime.open()) {
            Pick pick = runtime.pick(environment);
            long began = System.nanoTime();
            try (ModelSessions models = ModelSessions.load(environment, bundle, pick);
                    FusedModel fused = FusedModel.load(environment, bundle, pick)) {
                double loading = (System.nanoTime() - began) / 1e9;
                Sampler sampler = new Sampler(Schedules.of(bundle.manifest()), settings);
                print(
                        EngineComparison.of(
                                models,
                                fused,
                                pick,
                                SyntheticMeasurement.measurement(environment, bundle, task, preset.lift(Mode.STABLE)),
                                settings,
                                sampler,
                                rounds),
                        loading);
            }
        }
        return ExitCode.OK.code();
    }

    private void print(EngineComparison found, double loading) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "latents after %d steps differ by %.1e%n", steps, found.drift());
        out.printf(
                Locale.ROOT,
                "step: chain %.2f ms, fused %.2f ms (least of %d); fused/chain %.3f (median)%n",
                1e3 * found.chainSeconds(),
                1e3 * found.fusedSeconds(),
                rounds,
                found.ratio());
        out.printf(
                Locale.ROOT,
                "chain's sessions loaded in %.2f s; first run: chain %.2f s, fused %.2f s with its session%n",
                loading,
                found.firstSeconds()[0],
                found.firstSeconds()[1]);
        out.flush();
    }
}
