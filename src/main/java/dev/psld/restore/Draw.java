package dev.psld.restore;

import dev.psld.restore.photo.Photo;
import dev.psld.sampler.SamplerState;
import java.util.Optional;

/**
 * One picture to be drawn: the photo, the seed, where an earlier run of the same stood, and who hears of the steps.
 * Immutable.
 */
public record Draw(Photo photo, long seed, Optional<SamplerState> earlier, Progress progress) {
    /** One that starts at its beginning. */
    public Draw(Photo photo, long seed, Progress progress) {
        this(photo, seed, Optional.empty(), progress);
    }
}
