package dev.psld.restore.photo;

import dev.psld.chain.OperatorRun;
import dev.psld.graph.Shape;
import dev.psld.operator.GraphSource;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.Task;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Blending;
import dev.psld.picture.Feather;
import dev.psld.picture.Fitting;
import dev.psld.picture.Kernel;
import dev.psld.picture.NoiseEstimate;
import dev.psld.picture.Picture;
import dev.psld.picture.Resampler;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Takes a photo for a measurement of which every pixel is there: blurred, noisy, smaller, or what a user's operator gives.
 * Thread-safe.
 *
 * @param custom reads a user's operator
 */
record WholePhoto(PhotoOptions options, GraphSource custom, OperatorRun run) {
    private static final Blending BARE = new Blending(0, Feather.NONE);

    Photo of(PhotoFile photo) {
        Picture source = photo.source();
        MeasurementOperator operator = operator(photo);
        int width = Math.toIntExact(operator.measurementShape().dim(3));
        int height = Math.toIntExact(operator.measurementShape().dim(2));
        options.size().require(photo.names(), source, width, height);
        Fitting fitting = photo.fitted(width, height);
        Picture fitted = fitting.fit(source.withoutAlpha());
        float[] y = fitted.readSamples();
        OptionalDouble noise = options.estimate() ? OptionalDouble.of(noise(fitted, photo)) : OptionalDouble.empty();
        Optional<float[]> guess = options.recipe().task().enlarges() && options.size() instanceof PictureSize.Own
                ? Optional.of(Resampler.BICUBIC
                        .resize(fitted, photo.width(), photo.height())
                        .samples())
                : operator.lift()
                        .map(lift ->
                                lift.nodes().stream().allMatch(node -> node.op().equals("Identity"))
                                        ? y
                                        : run.lift(operator, y));
        Fitting enlarged = enlarged(fitting, photo);
        if (source.alpha().isPresent()) {
            boolean same = enlarged.sourceWidth() == source.width() && enlarged.sourceHeight() == source.height();
            photo.remark(same ? "its transparency was kept" : "its transparency was scaled with it");
        }
        Measurement measurement = new Measurement(operator, y);
        return new Photo(
                source, Optional.empty(), BARE, noise, Optional.empty(), enlarged, measurement, guess, photo.remarks());
    }

    private MeasurementOperator operator(PhotoFile photo) {
        MeasurementOperator operator =
                options.recipe().degradation(Optional.empty(), kernel(photo)).operator(photo.image(), custom);
        Shape measured = operator.measurementShape();
        if (measured.rank() != 4 || measured.dim(1) != photo.image().dim(1)) {
            throw new BadPictureException("The operator “" + operator.name() + "” measures " + measured
                    + ", which is no picture of " + photo.image().dim(1) + " colours: "
                    + photo.names().input() + " cannot be its measurement.");
        }
        return operator;
    }

    /** σ of the noise, for the tasks that take noise off; the others take what they are given for exact. */
    private double noise(Picture measured, PhotoFile photo) {
        if (options.recipe().task().enlarges()) {
            return 0;
        }
        double sigma = NoiseEstimate.of(measured);
        photo.remark(String.format(
                Locale.ROOT,
                "its noise was estimated as σ %.3f (%.1f of 255); %s sets it otherwise",
                sigma,
                sigma * 127.5,
                photo.names().takesOptions() ? "--sigma-y" : "sigmaY"));
        return sigma;
    }

    /** The same placement in the coordinates of the image, which A may have made smaller or larger. */
    private static Fitting enlarged(Fitting f, PhotoFile photo) {
        double kx = (double) photo.width() / f.width();
        double ky = (double) photo.height() / f.height();
        long sourceWidth = Math.max(1, Math.round(f.sourceWidth() * kx));
        long sourceHeight = Math.max(1, Math.round(f.sourceHeight() * ky));
        PhotoReader.requireHeld(photo.names().input(), sourceWidth, sourceHeight);
        int x = Math.min(photo.width() - 1, (int) Math.round(f.x() * kx));
        int y = Math.min(photo.height() - 1, (int) Math.round(f.y() * ky));
        return new Fitting(
                (int) sourceWidth,
                (int) sourceHeight,
                photo.width(),
                photo.height(),
                x,
                y,
                within(f.innerWidth() * kx, photo.width() - x),
                within(f.innerHeight() * ky, photo.height() - y));
    }

    private static int within(double length, int most) {
        return (int) Math.max(1, Math.min(most, Math.round(length)));
    }

    /** The blur as it is at the model's size, to which a photo is brought. */
    private Optional<Kernel> kernel(PhotoFile photo) {
        if (options.recipe().task() != Task.DEBLUR_MOTION) {
            return Optional.empty();
        }
        ShownNames names = photo.names();
        if (options.kernel().isEmpty()) {
            Companions.severalKernels(photo.file()).ifPresent(photo::remark);
        }
        Path from = options.kernel()
                .or(() -> Companions.kernel(photo.file()))
                .orElseThrow(() -> new BadPictureException("Nothing says how " + names.input() + " was moved: "
                        + (names.takesOptions()
                                ? "give --kernel K.png, the path of the blur in white on black, or put "
                                : "put the path of the blur, in white on black, as ")
                        + Companions.kernelName(Companions.stem(Path.of(names.last()))) + " beside it."));
        double scale = Fitting.of(photo.source().width(), photo.source().height(), photo.width(), photo.height())
                .scale();
        if (scale != 1) {
            photo.remark("the path of its blur was scaled with it");
        }
        return Optional.of(Kernel.read(from, photo.reader()).scaled(scale));
    }
}
