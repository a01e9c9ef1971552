package dev.psld.restore.photo;

import dev.psld.chain.OperatorFile;
import dev.psld.chain.OperatorRun;
import dev.psld.graph.Shape;
import dev.psld.operator.GraphSource;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Fill;
import dev.psld.picture.Fitting;
import dev.psld.picture.Kernel;
import dev.psld.picture.Mask;
import dev.psld.picture.NoiseEstimate;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PixelRegion;
import dev.psld.picture.Resampler;
import dev.psld.picture.codec.Annotations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads photos as measurements of the pictures that are sought. Thread-safe.
 *
 * @param mask given for all photos; empty looks beside each one
 * @param maskInverted the mask is black where the photo is missing
 * @param knownNoise σ of the noise that known pixels are to be rid of; 0 keeps them bit for bit
 * @param kernel given for all photos; empty looks beside each one
 * @param strip nothing that a file says about its photo goes into the result
 * @param size at what size photos are restored
 * @param estimate whether a photo's noise is estimated, where its task is one that noise matters to
 * @param custom reads a user's operator
 */
public record PhotoReader(
        Recipe recipe,
        Optional<Path> mask,
        boolean maskInverted,
        double knownNoise,
        Optional<Path> kernel,
        boolean strip,
        PictureSize size,
        boolean estimate,
        GraphSource custom,
        OperatorRun run) {

    /** Share of the known pixels that a mask may lose at the model's size without a word. */
    private static final double SCATTERED = 0.15;

    /** Known pixels around all missing ones that are looked at. */
    private static final int CONTEXT = 64;

    /** A reader whose operators run and are prepared in an environment. */
    public static PhotoReader of(
            Recipe recipe,
            Optional<Path> mask,
            boolean maskInverted,
            double knownNoise,
            Optional<Path> kernel,
            boolean strip,
            PictureSize size,
            boolean estimate,
            Environment environment) {
        return new PhotoReader(
                recipe,
                mask,
                maskInverted,
                knownNoise,
                kernel,
                strip,
                size,
                estimate,
                new OperatorFile(environment),
                new OperatorRun(environment));
    }

    /**
     * Reads one photo.
     *
     * @param names what people call it and what lies beside it
     * @throws BadPictureException when it, its mask or its kernel cannot be used
     */
    public Photo read(Path file, ShownNames names) {
        PictureReader reader = new PictureReader().naming(names::shown);
        Picture read = reader.read(file);
        Picture source = strip ? read.withOrigin(read.origin().annotated(Annotations.NONE)) : read;
        List<String> remarks = new ArrayList<>(source.origin().remarks());
        remarks.addAll(Carried.remarks(read.origin().annotations(), strip));
        Shape image = size.image(source, recipe);
        if (image.dim(2) * image.dim(3) > PictureReader.DEFAULT_PIXELS) {
            throw tooLarge(names.input(), image.dim(3), image.dim(2));
        }
        return recipe.task().masked()
                ? masked(file, names, source, image, reader, remarks)
                : whole(file, names, source, image, reader, remarks);
    }

    private Photo masked(
            Path file, ShownNames names, Picture source, Shape image, PictureReader reader, List<String> remarks) {
        size.require(names, source, width(image), height(image));
        Fitting fitting = fitting(source, width(image), height(image));
        remark(fitting, names, remarks);
        Optional<Mask> given = new GivenMask(mask, maskInverted).of(file, source, reader, remarks::add);
        if (given.isEmpty() && recipe.task() == Task.INPAINT) {
            throw new BadPictureException("Nothing says what " + names.input() + " is missing: "
                    + (names.takesOptions() ? "give --mask M.png, white where it is, put " : "put ")
                    + Companions.maskName(Companions.stem(Path.of(names.last())))
                    + (names.takesOptions() ? " beside it, or" : ", white where it is, beside it, or")
                    + " make the pixels transparent.");
        }
        MeasurementOperator operator =
                recipe.degradation(given.map(fitting::fit), Optional.empty()).operator(image);
        Mask drawn = given.orElseGet(() -> {
            remarks.add("no mask was given: one was drawn by the seed " + recipe.seed());
            return maskOf(operator).resized(source.width(), source.height());
        });
        requireSomething(names.input(), drawn, maskOf(operator), remarks);
        if (drawn.missingCount() == 0) {
            remarks.add("the mask hides nothing, so the picture stays as it is");
        }
        if (knownNoise > 0) {
            remarks.add("noise of σ " + knownNoise + " was taken off its known pixels");
        }
        Picture fitted = fitting.fit(source.withoutAlpha());
        boolean partly = size instanceof PictureSize.Own && knownNoise == 0;
        if (!partly) {
            return masked(source, drawn, Optional.empty(), fitting, operator, fitted, remarks);
        }
        PixelRegion part = PixelRegion.around(drawn, CONTEXT);
        MeasurementOperator partial = recipe.degradation(Optional.of(drawn.cropped(part)), Optional.empty())
                .operator(Shape.of(1, Picture.CHANNELS, part.height(), part.width()));
        return masked(
                source,
                drawn,
                Optional.of(part),
                Fitting.of(part.width(), part.height(), part.width(), part.height()),
                partial,
                fitted.cropped(part),
                remarks);
    }

    private Photo masked(
            Picture source,
            Mask drawn,
            Optional<PixelRegion> part,
            Fitting fitting,
            MeasurementOperator operator,
            Picture seen,
            List<String> remarks) {
        return new Photo(
                source.greyWhereKnown(drawn),
                Optional.of(drawn),
                knownNoise,
                OptionalDouble.empty(),
                part,
                fitting,
                operator,
                run.measure(operator, seen.samples()),
                Optional.of(Fill.of(seen, maskOf(operator)).samples()),
                remarks);
    }

    /** Scaled down, a pixel is missing when anything of it is: of a fine mask nothing may be left. */
    private static void requireSomething(String file, Mask full, Mask fitted, List<String> remarks) {
        double known = known(full);
        double left = known(fitted);
        if (left == 0) {
            throw new BadPictureException(
                    known == 0
                            ? "The mask of " + file + " hides all of it: paint white only what is missing."
                            : "At the model's size of " + fitted.width() + "×" + fitted.height() + " pixels nothing of "
                                    + file + " is known, for its mask hides something of each: give a smaller photo, or"
                                    + " a mask with larger areas.");
        }
        if (left < known - SCATTERED) {
            remarks.add(Math.round(100 * known) + " % of it are known, and " + Math.round(100 * left)
                    + " % at the model's size, for its mask is finer than that");
        }
    }

    private static double known(Mask mask) {
        double all = (double) mask.width() * mask.height();
        return (all - mask.missingCount()) / all;
    }

    private Photo whole(
            Path file, ShownNames names, Picture source, Shape image, PictureReader reader, List<String> remarks) {
        Optional<Kernel> blur = kernelOf(file, names, source, image, reader, remarks);
        MeasurementOperator operator =
                recipe.degradation(Optional.empty(), blur).operator(image, custom);
        Shape measured = operator.measurementShape();
        if (measured.rank() != 4 || measured.dim(1) != image.dim(1)) {
            throw new BadPictureException(
                    "The operator “" + operator.name() + "” measures " + measured + ", which is no picture of "
                            + image.dim(1) + " colours: " + names.input() + " cannot be its measurement.");
        }
        int width = Math.toIntExact(measured.dim(3));
        int height = Math.toIntExact(measured.dim(2));
        size.require(names, source, width, height);
        Fitting fitting = fitting(source, width, height);
        remark(fitting, names, remarks);
        Picture fitted = fitting.fit(source.withoutAlpha());
        float[] y = fitted.samples();
        OptionalDouble noise = estimate ? OptionalDouble.of(noise(fitted, names, remarks)) : OptionalDouble.empty();
        Optional<float[]> guess = recipe.task().enlarges() && size instanceof PictureSize.Own
                ? Optional.of(Resampler.BICUBIC
                        .resize(fitted, width(image), height(image))
                        .samples())
                : operator.lift().map(lift -> run.lift(operator, y));
        Fitting enlarged = enlarged(fitting, image, names.input());
        if (source.alpha().isPresent()) {
            boolean same = enlarged.sourceWidth() == source.width() && enlarged.sourceHeight() == source.height();
            remarks.add(same ? "its transparency was kept" : "its transparency was scaled with it");
        }
        return new Photo(source, Optional.empty(), 0, noise, Optional.empty(), enlarged, operator, y, guess, remarks);
    }

    /** σ of the noise, for the tasks that take noise off; the others take what they are given for exact. */
    private double noise(Picture measured, ShownNames names, List<String> remarks) {
        if (recipe.task().enlarges()) {
            return 0;
        }
        double sigma = NoiseEstimate.of(measured);
        remarks.add(String.format(
                Locale.ROOT,
                "its noise was estimated as σ %.3f (%.1f of 255); %s sets it otherwise",
                sigma,
                sigma * 127.5,
                names.takesOptions() ? "--sigma-y" : "sigmaY"));
        return sigma;
    }

    private static BadPictureException tooLarge(String file, long width, long height) {
        return new BadPictureException(file + " would become " + width + "×" + height + " pixels, more than the "
                + PictureReader.DEFAULT_PIXELS / 1_000_000
                + " million that a picture may have: scale it down first, or enlarge it less.");
    }

    /** The same placement in the coordinates of the image, which A may have made smaller or larger. */
    private static Fitting enlarged(Fitting f, Shape image, String file) {
        double kx = (double) width(image) / f.width();
        double ky = (double) height(image) / f.height();
        long sourceWidth = Math.max(1, Math.round(f.sourceWidth() * kx));
        long sourceHeight = Math.max(1, Math.round(f.sourceHeight() * ky));
        if (sourceWidth * sourceHeight > PictureReader.DEFAULT_PIXELS) {
            throw tooLarge(file, sourceWidth, sourceHeight);
        }
        int x = Math.min(width(image) - 1, (int) Math.round(f.x() * kx));
        int y = Math.min(height(image) - 1, (int) Math.round(f.y() * ky));
        return new Fitting(
                (int) sourceWidth,
                (int) sourceHeight,
                width(image),
                height(image),
                x,
                y,
                within(f.innerWidth() * kx, width(image) - x),
                within(f.innerHeight() * ky, height(image) - y));
    }

    private static int within(double length, int most) {
        return (int) Math.max(1, Math.min(most, Math.round(length)));
    }

    /** The blur as it is at the model's size, to which a photo is brought. */
    private Optional<Kernel> kernelOf(
            Path file, ShownNames names, Picture source, Shape image, PictureReader reader, List<String> remarks) {
        if (recipe.task() != Task.DEBLUR_MOTION) {
            return Optional.empty();
        }
        Path from = kernel.or(() -> Companions.kernel(file))
                .orElseThrow(() -> new BadPictureException("Nothing says how " + names.input() + " was moved: "
                        + (names.takesOptions()
                                ? "give --kernel K.png, the path of the blur in white on black, or put "
                                : "put the path of the blur, in white on black, as ")
                        + Companions.kernelName(Companions.stem(Path.of(names.last()))) + " beside it."));
        double scale = fitting(source, width(image), height(image)).scale();
        if (scale != 1) {
            remarks.add("the path of its blur was scaled with it");
        }
        return Optional.of(Kernel.read(from, reader).scaled(scale));
    }

    private static Mask maskOf(MeasurementOperator operator) {
        float[] known =
                Objects.requireNonNull(operator.parameters().get("mask")).toFloats();
        Shape image = operator.imageShape();
        return Mask.ofKnown(Math.toIntExact(image.dim(3)), Math.toIntExact(image.dim(2)), known);
    }

    private static Fitting fitting(Picture source, int width, int height) {
        return Fitting.of(source.width(), source.height(), width, height);
    }

    private static void remark(Fitting fitting, ShownNames names, List<String> remarks) {
        if (!fitting.identity()) {
            remarks.add(fitting.sentence(names.last()));
        }
    }

    private static int width(Shape image) {
        return Math.toIntExact(image.dim(3));
    }

    private static int height(Shape image) {
        return Math.toIntExact(image.dim(2));
    }
}
