package dev.psld.restore.photo;

import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.picture.Blending;
import dev.psld.picture.Fitting;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.picture.PixelRegion;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A photo as a measurement of the picture that is sought. Immutable by convention; holds no native object.
 *
 * @param source as it was read
 * @param mask what is missing of it, at its own size
 * @param blending how its known pixels and those that were made become one picture
 * @param noise σ of the noise that it was found to have; empty where that was told
 * @param part what of the photo is worked on; empty for all of it
 * @param geometry how the sought picture, at the model's size, lies in the result
 * @param measurement the operator, and the photo as what it measured
 * @param guess a first guess of the sought picture, C×H×W at the model's size; empty where nothing gives one
 * @param remarks sentences on how the photo was read and fitted
 */
@SuppressWarnings("ArrayRecordComponent") // a picture's samples, compared by nobody
public record Photo(
        Picture source,
        Optional<Mask> mask,
        Blending blending,
        OptionalDouble noise,
        Optional<PixelRegion> part,
        Fitting geometry,
        Measurement measurement,
        Optional<float[]> guess,
        List<String> remarks) {
    public Photo {
        remarks = List.copyOf(remarks);
    }

    /** What happened to the picture. */
    public MeasurementOperator operator() {
        return measurement.operator();
    }

    /** The result for what the model made: without the border, at the photo's scale, known pixels as they were or rid of their noise. */
    public Picture finish(float[] samples) {
        return finishGiven(samples.clone());
    }

    /** The same for samples that are given away, for they may be many. */
    public Picture finishGiven(float[] samples) {
        Picture seen = geometry.undo(Picture.cut(geometry.width(), geometry.height(), samples));
        return mask.map(m -> part.map(region -> blending.of(m, source, region, seen))
                        .orElseGet(() -> blending.of(m, source, seen)))
                .orElseGet(() -> (source.grey() ? seen.toGrey() : seen)
                        .withOrigin(source.origin())
                        .withAlphaOf(source));
    }

    /** These settings as they hold for this photo: with its own noise, and from pure noise where there is no first guess. */
    public SolverSettings settings(SolverSettings all) {
        SolverSettings own = noise.isPresent() ? all.withSigma(noise.getAsDouble()) : all;
        return own instanceof Settings latent && guess.isEmpty() ? latent.withStart(1) : own;
    }

    /** What of the picture has to be made anew, row after row: where the mask says so, if known pixels stay as they are; empty for all. */
    public Optional<boolean[]> sampled() {
        return mask.filter(m -> blending.knownNoise() == 0)
                .map(m -> geometry.fit(part.map(m::cropped).orElse(m)).missingPixels());
    }
}
