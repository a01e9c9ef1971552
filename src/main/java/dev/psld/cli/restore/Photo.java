package dev.psld.cli.restore;

import dev.psld.operator.MeasurementOperator;
import dev.psld.picture.Discrepancy;
import dev.psld.picture.Fitting;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.sampler.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A photo as a measurement of the picture that is sought. Immutable by convention; holds no native object.
 *
 * @param source as it was read
 * @param mask what is missing of it, at its own size
 * @param knownNoise σ of the noise that known pixels are rid of; empty keeps them bit for bit
 * @param geometry how the sought picture, at the model's size, lies in the result
 * @param y the measurement, flat, in the operator's measurement shape
 * @param guess a first guess of the sought picture, C×H×W at the model's size; empty where nothing gives one
 * @param remarks sentences on how the photo was read and fitted
 */
@SuppressWarnings("ArrayRecordComponent") // a picture's samples, compared by nobody
public record Photo(
        Picture source,
        Optional<Mask> mask,
        OptionalDouble knownNoise,
        Fitting geometry,
        MeasurementOperator operator,
        float[] y,
        Optional<float[]> guess,
        List<String> remarks) {
    public Photo {
        remarks = List.copyOf(remarks);
    }

    /** The result for what the model made: without the border, at the photo's scale, known pixels as they were or rid of their noise. */
    public Picture finish(float[] samples) {
        Picture made = geometry.undo(
                Picture.rgb(geometry.width(), geometry.height(), samples).clamped());
        if (mask.isPresent() && knownNoise.isPresent()) {
            return Discrepancy.mix(mask.get(), source, made, knownNoise.getAsDouble());
        }
        return mask.isPresent() ? keepKnown(made) : (source.grey() ? made.toGrey() : made).withOrigin(source.origin());
    }

    /** These settings as they hold for this photo: without a first guess, sampling starts from pure noise. */
    public Settings settings(Settings all) {
        return guess.isPresent() ? all : all.withStart(1);
    }

    /** The mean of several results: known pixels that are kept are so bit for bit. */
    public Picture finishMean(Picture mean) {
        return knownNoise.isPresent() ? mean : keepKnown(mean);
    }

    private Picture keepKnown(Picture made) {
        return mask.map(m -> Picture.composite(m, source, made)).orElse(made);
    }
}
