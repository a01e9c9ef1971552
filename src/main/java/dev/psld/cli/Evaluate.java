package dev.psld.cli;

import dev.psld.cli.event.Listener;
import dev.psld.config.TaskDefaults;
import dev.psld.eval.AutoencoderEntrant;
import dev.psld.eval.Cell;
import dev.psld.eval.CommandEntrant;
import dev.psld.eval.Entrant;
import dev.psld.eval.EvaluatedTask;
import dev.psld.eval.Evaluation;
import dev.psld.eval.EvaluationReport;
import dev.psld.eval.MethodEntrant;
import dev.psld.eval.MethodVariant;
import dev.psld.eval.Metrics;
import dev.psld.eval.Pairs;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.restore.photo.Inputs;
import dev.psld.sampler.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb eval: methods side by side on clean pictures, with a table, a page and all numbers. */
@Command(
        name = "eval",
        description = "Degrade clean pictures, restore them by several methods, and tabulate how near they come.",
        mixinStandardHelpOptions = true)
final class Evaluate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "IN", description = "Clean pictures, or folders of them.")
    private List<Path> in = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder of results.csv, summary.md, report.html, and all pictures. A run that was killed goes on"
                            + " where it stopped when it is given the same.")
    private Path out = Path.of("");

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "T",
            converter = Converters.TaskWord.class,
            completionCandidates = Converters.TaskWord.class,
            description = "What is done to the pictures, separated by commas: sr, sr4, inpaint-box, inpaint-random,"
                    + " deblur-gaussian, deblur-motion, denoise.")
    private List<Task> tasks = List.of();

    @Option(
            names = "--methods",
            split = ",",
            defaultValue = "all",
            paramLabel = "M",
            description =
                    "Methods, separated by commas; all, the default. NAME=METHOD:KEY=VALUE… is one with settings of"
                            + " its own: mode, steps, gamma, omega, polish, stateGradient, attention, guideEvery, jacobianFree, fullDecoderSteps, as in"
                            + " author=psld:mode=author:steps=1000. autoencoder is what a latent model makes of the clean picture itself.")
    private List<String> methods = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "CMD",
            description =
                    "Another restorer in the same table: a shell command, NAME=… in front of it if it is to have a"
                            + " name, in which {in} and {out} stand for its picture and its result; {mask}, {kernel}, {task},"
                            + " {scale}, {sigma}, {blur} and {seed} too. May be repeated.")
    private List<String> baselines = List.of();

    @Option(
            names = "--pairs",
            arity = "2",
            paramLabel = "DIR",
            description = "RESTORED TRUTH: score pictures that are restored already against clean ones of their names.")
    private List<Path> pairs = List.of();

    @Option(
            names = "--seeds",
            defaultValue = "1",
            paramLabel = "N",
            converter = Converters.Count.class,
            description = "How often methods that draw restore each measurement.")
    private int seeds = 1;

    @Option(
            names = "--scale",
            paramLabel = "K",
            converter = Converters.Enlargement.class,
            description = "How many times larger sr makes a picture: 2 to 8, 2 by default.")
    private Optional<Integer> scale = Optional.empty();

    @Option(
            names = "--blur-sigma",
            paramLabel = "S",
            converter = ParameterConverters.BlurSigma.class,
            description = "${bundle:parameter.blurSigma}")
    private Optional<Double> blurSigma = Optional.empty();

    @Option(
            names = "--sigma-y",
            paramLabel = "S",
            converter = ParameterConverters.SigmaY.class,
            description = "Standard deviation of the noise that is added, where black to white is 2; without it what a"
                    + " task is usually about.")
    private Optional<Double> sigmaY = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "${bundle:parameter.seed} By default 42.")
    private long seed = 42;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = ParameterConverters.Steps.class,
            description = "${bundle:parameter.steps} In place of the presets'.")
    private Optional<Integer> steps = Optional.empty();

    @Option(names = "--model", paramLabel = "DIR", description = "Folder or name of a bundle, for methods of its kind.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--presets",
            paramLabel = "FILE",
            description = "File of presets in place of those that come with the program; see docs/presets.md.")
    private Optional<Path> presets = Optional.empty();

    @Option(
            names = "--metric",
            paramLabel = "M",
            description =
                    "Name of a metric that ‘psld models add-metric’ added, or file of its graph. May be repeated.")
    private List<String> metrics = List.of();

    @Option(
            names = "--sheets",
            defaultValue = "2",
            paramLabel = "N",
            converter = Converters.Count.class,
            description = "How many pictures of each task the page shows.")
    private int sheets = 2;

    @Mixin
    private RuntimeOptions runtime;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        if (pairs.isEmpty() == (in.isEmpty() || tasks.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "give clean pictures and --tasks, or --pairs RESTORED TRUTH");
        }
        try (Listener listener = output.listener(spec.commandLine());
                Environment environment = runtime.open();
                Metrics compared = new Metrics(metrics, environment)) {
            EvaluationProgress progress = new EvaluationProgress(listener);
            return pairs.isEmpty() ? evaluated(environment, compared, progress) : paired(compared, progress);
        }
    }

    private int paired(Metrics compared, EvaluationProgress progress) {
        List<Path> restored = Inputs.expand(pairs.get(0), file -> false);
        List<Path> clean = Inputs.expand(pairs.get(1), file -> false);
        String name = String.valueOf(pairs.get(0).toAbsolutePath().normalize().getFileName());
        List<Cell> cells = Pairs.of(restored, clean, name, compared, progress);
        String how = "Pictures of " + pairs.get(0) + " beside those of " + pairs.get(1) + ".";
        return end(cells, clean, compared, progress, how);
    }

    private int evaluated(Environment environment, Metrics compared, EvaluationProgress progress) {
        List<EvaluatedTask> all = tasks.stream().distinct().map(this::task).toList();
        Pick pick = runtime.pick();
        progress.remark(pick.line());
        List<Entrant> entrants = new ArrayList<>(entrants(environment, pick));
        baselines.stream().map(CommandEntrant::new).forEach(entrants::add);
        List<Path> pictures = in.stream()
                .flatMap(folder -> Inputs.expand(folder, file -> false).stream())
                .toList();
        List<Cell> cells = new Evaluation(out, all, entrants, seeds, environment, compared, progress).of(pictures);
        return end(
                cells,
                pictures,
                compared,
                progress,
                String.format(
                        Locale.ROOT,
                        "%d pictures; masks, kernels and noise by the seed %d, samplers by %d and those that follow; %s",
                        cells.stream().map(Cell::picture).distinct().count(),
                        seed,
                        seed,
                        seeds > 1 ? seeds + " samples a picture of methods that draw." : "one sample a picture."));
    }

    private int end(List<Cell> cells, List<Path> pictures, Metrics compared, EvaluationProgress progress, String how) {
        String left = progress.unreadable() == 0 ? "" : "\n\nNot read, and left out: " + progress.left() + ".";
        EvaluationReport.write(out, cells, pictures, how + left, sheets, compared);
        progress.remark(
                "the table is in " + out.resolve("summary.md") + ", with pictures in " + out.resolve("report.html"));
        long failed =
                cells.stream().filter(c -> c.status() == Cell.Status.FAILED).count();
        boolean none = cells.stream().noneMatch(c -> c.status() == Cell.Status.DONE);
        if (none && failed > 0) {
            return ExitCode.FAILED.code();
        }
        return (failed > 0 || progress.unreadable() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK).code();
    }

    private List<Entrant> entrants(Environment environment, Pick pick) {
        OptionalInt each = steps.map(OptionalInt::of).orElse(OptionalInt.empty());
        Map<String, Entrant> entrants = new LinkedHashMap<>();
        for (String word : words()) {
            Entrant entrant = word.strip().equals(AutoencoderEntrant.NAME)
                    ? new AutoencoderEntrant(model, environment, pick)
                    : new MethodEntrant(variant(word, each), model, presets, environment, pick);
            if (entrants.put(entrant.name(), entrant) != null) {
                throw new ParameterException(
                        spec.commandLine(), "two rows would be called " + entrant.name() + ": give each once");
            }
        }
        return List.copyOf(entrants.values());
    }

    private List<String> words() {
        if (methods.equals(List.of("none"))) {
            return List.of();
        }
        return methods.equals(List.of("all"))
                ? Arrays.stream(Method.values())
                        .filter(Method::measures)
                        .map(Method::word)
                        .toList()
                : methods;
    }

    private MethodVariant variant(String word, OptionalInt each) {
        try {
            return MethodVariant.parse(word, each);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private EvaluatedTask task(Task task) {
        if (task == Task.INPAINT || task == Task.CUSTOM) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the task " + task
                            + " needs a mask or a file for each picture: choose inpaint-box or inpaint-random,"
                            + " whose masks are drawn, or another task");
        }
        return new EvaluatedTask(
                task,
                task == Task.SR ? scale.orElse(2) : 4,
                task == Task.DEBLUR_GAUSSIAN && blurSigma.isPresent()
                        ? OptionalDouble.of(blurSigma.get())
                        : OptionalDouble.empty(),
                sigmaY.orElse(TaskDefaults.sigma(task)),
                seed);
    }
}
