package dev.psld.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a photo became. Immutable.
 *
 * @param picture its result
 * @param sidecars the files beside it: samples, uncertainty, the report last
 * @param residual ‖A x̂ − y‖/(σ√m), the mean of its samples; empty where nothing was measured
 * @param seconds from reading the photo to its last file
 */
public record RestoredPhoto(Path picture, List<Path> sidecars, OptionalDouble residual, double seconds) {
    public RestoredPhoto {
        sidecars = List.copyOf(sidecars);
    }
}
