package dev.psld.cli;

import dev.psld.autodiff.Mode;
import dev.psld.autodiff.TapeLimit;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.BundleExport;
import dev.psld.bundle.Manifest;
import dev.psld.ort.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb export: makes a model bundle, pullbacks and manifest, from a folder of forward graphs. */
@Command(
        name = "export",
        description = "Make a model bundle from a folder of forward graphs, and prove its pullbacks.",
        mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FORWARD_DIR",
            description =
                    "Folder of model.json and a graph for every role: encoder.onnx, decoder.onnx and unet.onnx, with guide-decoder.onnx where"
                            + " there is a small decoder for guidance; or denoiser.onnx.")
    private Path source = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The bundle’s folder, such as onnx/NAME; a bundle that is there is replaced.")
    private Path target = Path.of("");

    @Option(
            names = "--mode",
            paramLabel = "M",
            converter = Converters.TapeWord.class,
            completionCandidates = Converters.TapeWord.class,
            description =
                    "tape: the forward keeps what the pullback needs (default); recompute: the pullback runs the forward again, and"
                            + " nothing is kept between the two.")
    private Mode mode = Mode.TAPE;

    @Option(
            names = "--tape-limit",
            paramLabel = "SIZE",
            converter = Converters.TapeLimitWord.class,
            description =
                    "Hold at most so many bytes of forward values for one pullback at once, such as 400MB, or least,"
                            + " and no fewer than a graph can do with: the rest is computed again in the pullback, segment by segment. Without it all is kept"
                            + " that is dear.")
    private Optional<TapeLimit> tapeLimit = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "P",
            converter = Converters.PrecisionWord.class,
            completionCandidates = Converters.PrecisionWord.class,
            description =
                    "fp16: the graphs compute in half precision, but for sums of norms and softmax, and take half the"
                            + " disk and tape; pullbacks scale their cotangents. Made for GPUs: a CPU computes in single precision"
                            + " all the same. Without it, what the model says.")
    private Optional<Manifest.Precision> precision = Optional.empty();

    @Option(
            names = "--no-gradients",
            description = "Make no pullbacks: for the methods refine, sd-blend and ddim, which take none.")
    private boolean withoutGradients;

    @Mixin
    private RuntimeOptions runtime;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Environment environment = runtime.open()) {
            BundleExport export = new BundleExport(environment, mode, line -> {
                out.println(line);
                out.flush();
            });
            export = tapeLimit.map(export::within).orElse(export);
            export = precision.map(export::in).orElse(export);
            Bundle bundle = (withoutGradients ? export.withoutGradients() : export).export(source, target);
            out.println(bundle.folder() + ": " + bundle.manifest().files().size() + " files");
            out.flush();
        }
        return ExitCode.OK.code();
    }
}
