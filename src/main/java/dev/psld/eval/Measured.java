package dev.psld.eval;

import dev.psld.chain.OperatorFile;
import dev.psld.chain.OperatorRun;
import dev.psld.graph.Shape;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.picture.Kernel;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PictureWriter;
import dev.psld.restore.photo.Companions;
import dev.psld.restore.photo.Degrader;
import dev.psld.restore.photo.OwnWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A degraded picture as a file, mask or kernel beside it. Immutable.
 *
 * @param file what restorers are given
 */
record Measured(Subject subject, EvaluatedTask task, Path file) {
    /** σ of rounding to 8 bits: 2/255/√12. */
    private static final double ROUNDING = 0.0023;

    /** Degrades a picture into a folder; the same picture and seed give the same files. */
    static Measured of(Subject subject, EvaluatedTask task, Path folder, Environment environment) {
        Degrader degrader = new Degrader(
                task.recipe(Lift.STABLE), task.sigma(), new OperatorFile(environment), new OperatorRun(environment));
        Degrader.Degraded made =
                degrader.degrade(subject.name(), subject.picture(), Optional.empty(), Optional.empty());
        Path file = folder.resolve(subject.name() + ".png");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be made: " + e.getMessage(), e);
        }
        PictureWriter writer = new PictureWriter().overwriting(true);
        made.mask().ifPresent(m -> writer.write(m.toPicture(), folder.resolve(Companions.maskName(subject.name()))));
        made.kernel()
                .ifPresent(k -> writer.write(k.toPicture(), folder.resolve(Companions.kernelName(subject.name()))));
        writer.write(
                made.measurement(),
                file,
                PictureFormat.PNG,
                OwnWork.texts(OwnWork.MEASURED + ": task " + task.task().word() + ", seed " + task.seed()));
        return new Measured(subject, task, file);
    }

    Optional<Mask> mask() {
        return Companions.mask(file).map(m -> Mask.read(m, false, new PictureReader()));
    }

    Optional<Path> kernel() {
        return Companions.kernel(file);
    }

    /** How near a restored picture is to the clean one, and to what was measured. */
    PictureScores scores(Picture made, OperatorRun run, Metrics metrics) {
        Picture truth = subject.picture();
        if (made.width() != truth.width() || made.height() != truth.height()) {
            throw new EvaluationException("the restored picture has " + made.width() + "×" + made.height()
                    + " pixels, and the clean one " + truth.width() + "×" + truth.height());
        }
        Optional<Mask> mask = mask();
        return PictureScores.of(truth, made, mask, OptionalDouble.of(residual(made, mask, run)), metrics);
    }

    private double residual(Picture made, Optional<Mask> mask, OperatorRun run) {
        Shape image = Shape.of(1, Picture.CHANNELS, made.height(), made.width());
        Optional<Kernel> kernel = kernel().map(k -> Kernel.read(k, new PictureReader()));
        MeasurementOperator operator =
                task.recipe(Lift.STABLE).degradation(mask, kernel).operator(image);
        float[] seen = run.measure(operator, made.samples());
        float[] given = new PictureReader().read(file).samples();
        // What is missing was painted grey for people to look at.
        Measurement y = new Measurement(operator, mask.isPresent() ? run.measure(operator, given) : given);
        double squares = 0;
        for (int i = 0; i < seen.length; i++) {
            squares += (seen[i] - y.y()[i]) * (seen[i] - y.y()[i]);
        }
        return Math.sqrt(squares / y.informative()) / Math.max(ROUNDING, task.sigma());
    }
}
