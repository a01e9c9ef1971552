package dev.psld.restore.photo;

import dev.psld.graph.Shape;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.Task;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Fill;
import dev.psld.picture.Fitting;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.picture.PixelRegion;
import dev.psld.sampler.biharmonic.BiharmonicFill;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Takes a photo for a measurement of which pixels are missing: of a large one no more than lies around them. Thread-safe. */
record MaskedPhoto(PhotoOptions options) {
    /** Share of the known pixels that a mask may lose at the model's size without a word. */
    private static final double SCATTERED = 0.15;

    Photo of(PhotoFile photo) {
        options.size().require(photo.names(), photo.source(), photo.width(), photo.height());
        Fitting fitting = photo.fitted(photo.width(), photo.height());
        Optional<Mask> given = given(photo);
        Mask fitted = given.map(fitting::fit).orElseGet(() -> {
            photo.remark("no mask was given: one was drawn by the seed "
                    + options.recipe().seed());
            return maskOf(operator(Optional.empty(), photo.image()));
        });
        Mask drawn = given.orElseGet(
                () -> fitted.resized(photo.source().width(), photo.source().height()));
        requireSomething(photo.names().input(), drawn, fitted, photo.remarks());
        remark(photo, drawn);
        Picture seen = fitting.fit(photo.source().withoutAlpha());
        boolean partly = !options.size().scales() && options.blending().knownNoise() == 0;
        if (!partly) {
            return photo(photo, drawn, Optional.empty(), fitting, operator(Optional.of(fitted), photo.image()), seen);
        }
        PixelRegion part = PixelRegion.around(drawn, options.size().context());
        Shape image = Shape.of(1, Picture.CHANNELS, part.height(), part.width());
        return photo(
                photo,
                drawn,
                Optional.of(part),
                Fitting.of(part.width(), part.height(), part.width(), part.height()),
                operator(Optional.of(drawn.cropped(part)), image),
                seen.cropped(part));
    }

    private MeasurementOperator operator(Optional<Mask> mask, Shape image) {
        return options.recipe().degradation(mask, Optional.empty()).operator(image);
    }

    /** The mask that belongs to a photo; empty where its task draws one. */
    private Optional<Mask> given(PhotoFile photo) {
        Optional<Mask> given = new GivenMask(options.mask(), options.maskInverted())
                .of(photo.file(), photo.source(), photo.reader(), photo.remarks()::add);
        ShownNames names = photo.names();
        if (given.isEmpty() && options.recipe().task() == Task.INPAINT) {
            throw new BadPictureException("Nothing says what " + names.input() + " is missing: "
                    + (names.takesOptions() ? "give --mask M.png, white where it is, put " : "put ")
                    + Companions.maskName(Companions.stem(Path.of(names.last())))
                    + (names.takesOptions() ? " beside it, or" : ", white where it is, beside it, or")
                    + " make the pixels transparent.");
        }
        return given;
    }

    private void remark(PhotoFile photo, Mask drawn) {
        if (drawn.missingCount() == 0) {
            photo.remark("the mask hides nothing, so the picture stays as it is");
        }
        if (options.blending().knownNoise() > 0) {
            photo.remark("noise of σ " + options.blending().knownNoise() + " was taken off its known pixels");
        }
        if (!options.blending().feather().hard()) {
            photo.remark(String.format(
                    Locale.ROOT,
                    "the edge of its mask fades over %d pixels, σ %.4g",
                    options.blending().feather().size() - 1,
                    options.blending().feather().sigma()));
        }
    }

    private Photo photo(
            PhotoFile photo,
            Mask drawn,
            Optional<PixelRegion> part,
            Fitting fitting,
            MeasurementOperator operator,
            Picture seen) {
        Mask fitted = maskOf(operator);
        return new Photo(
                photo.source().greyWhereKnown(drawn),
                Optional.of(drawn),
                options.blending(),
                OptionalDouble.empty(),
                part,
                fitting,
                new Measurement(operator, known(seen, fitted)),
                Optional.of(guess(seen, fitted)),
                photo.remarks());
    }

    /**
     * What the missing pixels begin as: the biharmonic continuation of what is around them, which a denoiser takes for a picture; for latents,
     * which the encoder takes as a whole, a mean of the nearest ones.
     */
    private float[] guess(Picture seen, Mask mask) {
        if (!(options.size() instanceof PictureSize.Own) || mask.missingCount() == 0) {
            return Fill.of(seen, mask).samples();
        }
        float[] filled = seen.samples();
        new BiharmonicFill(seen.height(), seen.width(), mask.missingPixels()).fill(filled);
        return filled;
    }

    /** A x of a mask, without a detour by its graph: of a large photo no copies are made there. */
    private static float[] known(Picture seen, Mask mask) {
        float[] y = seen.samples();
        for (int i = 0; i < y.length; i++) {
            int pixel = i % (seen.width() * seen.height());
            y[i] = mask.missing(pixel % seen.width(), pixel / seen.width()) ? 0 : y[i];
        }
        return y;
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

    private static Mask maskOf(MeasurementOperator operator) {
        float[] known =
                Objects.requireNonNull(operator.parameters().get("mask")).toFloats();
        Shape image = operator.imageShape();
        return Mask.ofKnown(Math.toIntExact(image.dim(3)), Math.toIntExact(image.dim(2)), known);
    }
}
