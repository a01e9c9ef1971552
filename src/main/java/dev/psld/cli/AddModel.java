package dev.psld.cli;

import dev.psld.autodiff.Mode;
import dev.psld.autodiff.TapeLimit;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.BundleExport;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelFolders;
import dev.psld.derive.ModelException;
import dev.psld.diffusers.DiffusersModel;
import dev.psld.diffusers.ImportRequest;
import dev.psld.diffusers.PipelineFolder;
import dev.psld.fault.FaultException;
import dev.psld.hub.Hub;
import dev.psld.ort.CacheFolder;
import dev.psld.ort.Environment;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb models add: makes a bundle of a latent diffusion model as exporters write it, or as a hub has it. */
@Command(
        name = "add",
        description =
                "Install a latent diffusion model: read its configurations, differentiate its graphs, prove the pullbacks.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "SOURCE holds vae_encoder/model.onnx, vae_decoder/model.onnx, unet/model.onnx, scheduler/scheduler_config.json,"
                    + " and text_encoder/model.onnx and tokenizer/ where the model is told a text: what optimum and diffusers write."
                    + " A folder with safetensors only becomes such a one by export/stable_diffusion/export_onnx.py.",
            "From the environment: HF_TOKEN (models that want one), HF_ENDPOINT (another hub), https_proxy, http_proxy,"
                    + " no_proxy. A download that stopped goes on where it was. The URL of a zip may end in #sha256=HEX.",
            "",
            "Examples:",
            "  psld models add sd15-onnx --name sd15",
            "  psld models add hf:OWNER/NAME@onnx --name sd15 --size 512",
            "  psld models add sd15-onnx --name sd15 --guide-decoder taesd-onnx"
        })
final class AddModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "A folder or zip, hf:OWNER/NAME[@REVISION], or the URL of a zip.")
    private String source = "";

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "What the model is called from now on, for --model; without it, as the source is.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            converter = Converters.Count.class,
            description =
                    "Height and width of the model’s window; without it, those of its training. Photos of other sizes are"
                            + " worked on in windows of this one.")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--precision",
            paramLabel = "P",
            converter = Converters.PrecisionWord.class,
            completionCandidates = Converters.PrecisionWord.class,
            description = "fp16: the graphs compute in half precision, which halves disk and tape and is made for GPUs;"
                    + " without it fp32, to which exports in half precision are widened exactly.")
    private Optional<Manifest.Precision> precision = Optional.empty();

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
            names = "--guide-decoder",
            paramLabel = "DIR",
            description =
                    "Folder of a small decoder of the same latents, such as an export of TAESD (diffusers’ AutoencoderTiny):"
                            + " most steps are guided by it, the last ones by the model’s own, see restore --full-decoder-steps.")
    private Optional<Path> guideDecoder = Optional.empty();

    @Option(
            names = "--no-gradients",
            description =
                    "Make no pullbacks, in a fraction of the time: for the methods refine, sd-blend and ddim, which"
                            + " take none.")
    private boolean withoutGradients;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description =
                    "Folder of models that it is put into; without it the program’s own, where --model finds it by name.")
    private Optional<Path> into = Optional.empty();

    @Option(names = "--replace", description = "Replace a model of this name.")
    private boolean replace;

    @Mixin
    private RuntimeOptions runtime;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String called = ModelName.of(name, source);
        Path target = into.orElseGet(ModelFolders::added).resolve(called);
        Path known = into.isPresent() ? target : ModelFolders.named(called);
        if (Files.exists(known) && !replace) {
            throw new ModelException(
                    "there is a model “" + called + "” already, in " + known + ": give another --name, or --replace");
        }
        Path downloads = CacheFolder.path().resolve("downloads");
        Hub hub = new Hub(System.getenv(), new DownloadLines(spec.commandLine().getErr()));
        Path scratch = target.resolveSibling("." + called + ".unpacked");
        try (FetchedSource fetched = FetchedSource.of(source, hub, downloads, scratch)) {
            PipelineFolder folder = PipelineFolder.find(fetched.folder());
            ImportLines lines = new ImportLines(out);
            long began = System.nanoTime();
            try (Environment environment = runtime.open()) {
                DiffusersModel model = DiffusersModel.read(environment, folder, request(called, fetched));
                lines.read(model);
                MeasuredModel measured = new MeasuredModel(model);
                BundleExport export = new BundleExport(environment, Mode.TAPE, lines::graph);
                export = tapeLimit.map(export::within).orElse(export);
                export = precision.map(export::in).orElse(export);
                Bundle bundle = (withoutGradients ? export.withoutGradients() : export).export(measured, target);
                lines.made(bundle, measured, began);
            } catch (FaultException e) {
                throw DiskFull.orSelf(e, target);
            }
            fetched.forget();
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private ImportRequest request(String called, FetchedSource fetched) {
        return new ImportRequest(
                called, fetched.told(), size.map(OptionalInt::of).orElseGet(OptionalInt::empty), guideDecoder);
    }
}
