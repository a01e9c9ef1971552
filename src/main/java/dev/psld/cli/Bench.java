package dev.psld.cli;

import dev.psld.bench.Benchmark;
import dev.psld.bench.BenchmarkCase;
import dev.psld.bench.Figures;
import dev.psld.bench.TorchOptions;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.chain.ModelSessions;
import dev.psld.cli.event.JsonLines;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb bench: how long a step takes, where, and how that compares with PyTorch. */
@Command(
        name = "bench",
        description = "Measure a sampling step by stage, alone or beside PyTorch.",
        mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--task",
            paramLabel = "T",
            converter = Converters.TaskWord.class,
            completionCandidates = Converters.TaskWord.class,
            description = "Whose operator and settings: inpaint-box (default), inpaint-random, sr4, deblur-gaussian,"
                    + " deblur-motion, denoise.")
    private Task task = Task.INPAINT_BOX;

    @Option(
            names = "--method",
            paramLabel = "M",
            converter = Converters.MethodWord.class,
            completionCandidates = Converters.MethodWord.class,
            description = "psld (default), gml-dps, latent-dps, ddim.")
    private Method method = Method.PSLD;

    @Option(names = "--model", paramLabel = "DIR", description = "Folder or name of the model bundle.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Converters.Positive.class,
            description = "Rounds that count (15); more of them, or a quiet machine, narrow the spread.")
    private int rounds = 15;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Converters.Positive.class,
            description = "Steps in each round (4), whose mean counts.")
    private int steps = 4;

    @Option(
            names = "--against-torch",
            description = "Run the same in PyTorch between the rounds, with as many threads.")
    private boolean againstTorch;

    @Option(
            names = "--python",
            paramLabel = "P",
            description = "Python that has torch, onnx and numpy (also PSLD_PYTHON; else python3).")
    private Optional<String> python = Optional.empty();

    @Option(names = "--no-compile", description = "Leave torch.compile out.")
    private boolean noCompile;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Mixin
    private RuntimeOptions runtime;

    @Override
    public Integer call() {
        SyntheticMeasurement.requireOwnOperator(spec, task, Task.INPAINT_BOX);
        Bundle bundle = ModelFolders.open(model);
        String name = bundle.manifest().name();
        Preset preset = Presets.shipped().withModel(name, bundle.presets()).of(name, task);
        Settings settings = plain(preset.settings(method, SyntheticMeasurement.SIGMA, 42));
        try (Environment environment = runtime.open()) {
            Pick pick = runtime.pick(environment);
            try (ModelSessions models = ModelSessions.load(environment, bundle, pick)) {
                BenchmarkCase subject = new BenchmarkCase(
                        models,
                        pick,
                        task,
                        preset.lift(Mode.STABLE),
                        SyntheticMeasurement.measurement(environment, bundle, task, preset.lift(Mode.STABLE)),
                        settings);
                Figures figures = new Benchmark(environment, subject, runtime.threads(), rounds, steps, this::progress)
                        .run(torch());
                print(figures);
            }
        }
        return ExitCode.OK.code();
    }

    /** The steps alone: without fresh noise, which no two programs draw alike, and without polishing. */
    private static Settings plain(Settings s) {
        return new Settings(
                s.method(),
                s.mode(),
                s.steps(),
                s.gamma(),
                s.omega(),
                s.power(),
                0,
                s.start(),
                0,
                1,
                s.clip(),
                s.noiseFloor(),
                false,
                s.sigma(),
                s.seed());
    }

    private Optional<TorchOptions> torch() {
        if (!againstTorch) {
            return Optional.empty();
        }
        String interpreter = python.or(() -> Optional.ofNullable(System.getenv("PSLD_PYTHON")))
                .orElse("python3");
        Path script = Path.of(System.getProperty("psld.home", ""), "export", "bench_torch.py");
        return Optional.of(new TorchOptions(interpreter, script, !noCompile));
    }

    private void progress(String what) {
        if (!json) {
            spec.commandLine().getErr().println(what + " …");
            spec.commandLine().getErr().flush();
        }
    }

    private void print(Figures figures) {
        if (json) {
            new JsonLines(spec.commandLine().getOut()).line(figures);
        } else {
            new BenchTable(spec.commandLine().getOut()).print(figures);
        }
    }
}
