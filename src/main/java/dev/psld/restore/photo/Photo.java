package dev.psld.restore.photo;

import dev.psld.operator.MeasurementOperator;
import dev.psld.picture.Discrepancy;
import dev.psld.picture.Fitting;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.sampler.Settings;
import java.util.List;
import java.util.Optional;

/**
 * A photo as a measurement of the picture that is sought. Immutable by convention; holds no native object.
 *
 * @param source as it was read
 * @param mask what is missing of it, at its own size
 * @param knownNoise σ of the noise that known pixels are rid of; 0 keeps them bit for bit
 * @param geometry how the sought picture, at the model's size, lies in the result
 * @param y the measurement, flat, in the operator's measurement shape
 * @param guess a first guess of the sought picture, C×H×W at the model's size; empty where nothing gives one
 * @param remarks sentences on how the photo was read and fitted
 */
@SuppressWarnings("ArrayRecordComponent") // a picture's samples, compared by nobody
public record Photo(
        Picture source,
        Optional<Mask> mask,
        double knownNoise,
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
        return mask.map(m -> Discrepancy.mix(m, source, made, knownNoise))
                .orElseGet(() -> (source.grey() ? made.toGrey() : made)
                        .withOrigin(source.origin())
                        .withAlphaOf(source));
    }

    /** These settings as they hold for this photo: without a first guess, sampling starts from pure noise. */
    public Settings settings(Settings all) {
        return guess.isPresent() ? all : all.withStart(1);
    }
}
