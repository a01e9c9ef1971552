package dev.psld.cli;

import dev.psld.chain.OperatorFile;
import dev.psld.chain.OperatorRun;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.operator.Lift;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.picture.Fitting;
import dev.psld.picture.Kernel;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PictureWriter;
import dev.psld.picture.codec.Annotations;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.Carried;
import dev.psld.restore.photo.Companions;
import dev.psld.restore.photo.Degrader;
import dev.psld.restore.photo.GivenMask;
import dev.psld.restore.photo.OwnWork;
import dev.psld.restore.photo.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb degrade: makes measurements from clean pictures, with the mask or kernel beside them. */
@Command(
        name = "degrade",
        description = "Make a measurement from a clean picture, and the mask or kernel beside it.",
        mixinStandardHelpOptions = true)
final class Degrade implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "IN", description = "Clean pictures, or folders of them.")
    private List<Path> in = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "A folder, or one picture.")
    private Path out = Path.of("");

    @Option(
            names = "--strip",
            description =
                    "Leave out of the result what the picture says about itself: resolution, date, camera, place.")
    private boolean strip;

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Option(
            names = "--size",
            paramLabel = "N",
            converter = Converters.Positive.class,
            description = "Fit the picture to N×N pixels first.")
    private Optional<Integer> size = Optional.empty();

    @Mixin
    private TaskOptions options;

    @Mixin
    private RuntimeOptions runtime;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        options.requireFitting(spec.commandLine());
        try (Listener listener = output.listener(spec.commandLine());
                Environment environment = runtime.open()) {
            Batch batch = Batch.expand(
                    in, OwnWork.in(out, OwnWork.MEASURED), listener, FailureHandler.trace(spec.commandLine()));
            Destination destination = Destination.of(out, batch.files(), overwrite);
            Destination.requireDistinct(batch.files(), file -> List.of(destination.picture(file)));
            Recipe recipe = new Recipe(
                    options.task,
                    Lift.STABLE,
                    options.scale(),
                    options.blur(),
                    options.operator,
                    options.operatorLift,
                    options.seed);
            Degrader degrader =
                    new Degrader(recipe, options.sigma(), new OperatorFile(environment), new OperatorRun(environment));
            return batch.run(file -> degrade(file, degrader, destination, listener))
                    .code();
        }
    }

    private Event.Finished degrade(Path file, Degrader degrader, Destination destination, Listener listener) {
        PictureReader reader = new PictureReader();
        Picture read = reader.read(file);
        Picture clean = (strip ? read.withOrigin(read.origin().annotated(Annotations.NONE)) : read).withoutAlpha();
        read.origin().remarks().forEach(r -> listener.tell(new Event.Remark(file.toString(), r)));
        Carried.remarks(read.origin().annotations(), strip)
                .forEach(r -> listener.tell(new Event.Remark(file.toString(), r)));
        Optional<Mask> mask = options.task.masked()
                ? new GivenMask(options.mask, options.maskInverted)
                        .of(file, read, reader, remark -> listener.tell(new Event.Remark(file.toString(), remark)))
                : Optional.empty();
        if (options.task == Task.DEBLUR_MOTION && options.kernel.isEmpty()) {
            Companions.severalKernels(file).ifPresent(r -> listener.tell(new Event.Remark(file.toString(), r)));
        }
        Optional<Kernel> kernel = options.kernel
                .or(() -> Companions.kernel(file).filter(k -> options.task == Task.DEBLUR_MOTION))
                .map(k -> Kernel.read(k, reader));
        Optional<Fitting> fitting = size.map(n -> Fitting.of(clean.width(), clean.height(), n, n));
        fitting.filter(f -> !f.identity())
                .ifPresent(f -> listener.tell(new Event.Remark("", f.sentence(file.toString()))));
        Path picture = destination.picture(file);
        Path maskFile = destination.beside(file, Companions.maskName(""));
        Path kernelFile = destination.beside(file, Companions.kernelName(""));
        destination.requireFree(List.of(picture));
        Degrader.Degraded made = degrader.degrade(
                Companions.stem(file),
                fitting.map(f -> f.fit(clean)).orElse(clean),
                fitting.isPresent() ? mask.map(m -> fitting.get().fit(m)) : mask,
                kernel);
        made.mask().ifPresent(m -> destination.requireFree(List.of(maskFile)));
        made.kernel().ifPresent(k -> destination.requireFree(List.of(kernelFile)));
        destination.prepare();
        PictureWriter writer = new PictureWriter().overwriting(overwrite);
        List<String> written = new ArrayList<>();
        made.mask().ifPresent(m -> {
            writer.write(m.toPicture(), maskFile);
            written.add(maskFile.toString());
        });
        made.kernel().ifPresent(k -> {
            writer.write(k.toPicture(), kernelFile);
            written.add(kernelFile.toString());
        });
        writer.write(
                options.task.masked() ? made.measurement() : made.measurement().withAlphaOf(read),
                picture,
                PictureFormat.of(picture),
                OwnWork.texts(OwnWork.MEASURED + ": task " + options.task.word() + ", seed " + options.seed));
        written.add(0, picture.toString());
        return new Event.Finished(file.toString(), written, OptionalDouble.empty(), 0);
    }
}
