package dev.psld.picture;

/**
 * How a photo and what was made of its missing pixels become one picture. Immutable and thread-safe.
 *
 * @param knownNoise σ of the noise that known pixels are rid of, in sample units; 0 keeps them bit for bit
 * @param feather how the edge between both fades
 */
public record Blending(double knownNoise, Feather feather) {
    /** The result; as large as the photo. */
    public Picture of(Mask mask, Picture photo, Picture made) {
        return feather.blend(mask, Discrepancy.mix(mask, photo, made, knownNoise), photo.grey() ? made.toGrey() : made);
    }
}
