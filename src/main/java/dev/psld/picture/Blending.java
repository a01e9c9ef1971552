package dev.psld.picture;

/**
 * How a photo and what was made of its missing pixels become one picture. Immutable and thread-safe.
 *
 * @param knownNoise σ of the noise that known pixels are rid of, in sample units; 0 keeps them bit for bit
 * @param feather how the edge between both fades
 */
public record Blending(double knownNoise, Feather feather) {
    /** The result where a part was made that holds all missing pixels; as large as the photo. */
    public Picture of(Mask mask, Picture photo, PixelRegion part, Picture made) {
        return knownNoise == 0 && feather.hard()
                ? Picture.composite(mask, photo, part, made)
                : of(mask, photo, photo.withoutAlpha().pasted(part, made));
    }

    /** The result; as large as the photo. */
    public Picture of(Mask mask, Picture photo, Picture made) {
        return feather.blend(mask, Discrepancy.mix(mask, photo, made, knownNoise), photo.grey() ? made.toGrey() : made);
    }
}
