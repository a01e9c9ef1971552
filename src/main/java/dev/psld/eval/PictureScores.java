package dev.psld.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.psld.metrics.Psnr;
import dev.psld.metrics.SeamContrast;
import dev.psld.metrics.Ssim;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How near a restored picture is to the clean one. Immutable.
 *
 * @param psnr in dB
 * @param ssim of windows of 11×11 with Gaussian weights
 * @param holePsnr of missing pixels only
 * @param knownPsnr of known pixels only; empty where they are all as they were
 * @param seam how visible the border of the hole is: 1 for no seam
 * @param distances what networks say, by the name of the metric
 * @param residual ‖A x̂ − y‖/(σ√m); where there is no noise, σ is that of rounding to 8 bits
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PictureScores(
        double psnr,
        double ssim,
        OptionalDouble holePsnr,
        OptionalDouble knownPsnr,
        OptionalDouble seam,
        OptionalDouble residual,
        Map<String, Double> distances) {
    /** Scores that were kept by an earlier version have neither seam nor distances. */
    public PictureScores {
        seam = Objects.requireNonNullElse(seam, OptionalDouble.empty());
        distances = Objects.requireNonNullElse(distances, Map.of());
    }

    /** The same picture has no finite PSNR: more than this says nothing. */
    static final double SAME = 99;

    static PictureScores of(
            Picture truth, Picture made, Optional<Mask> mask, OptionalDouble residual, Metrics metrics) {
        return new PictureScores(
                Math.min(SAME, Psnr.of(truth, made)),
                Ssim.of(truth, made),
                mask.map(m -> finite(Psnr.hole(truth, made, m))).orElse(OptionalDouble.empty()),
                mask.map(m -> finite(Psnr.known(truth, made, m))).orElse(OptionalDouble.empty()),
                mask.map(m -> finite(SeamContrast.of(truth, made, m))).orElse(OptionalDouble.empty()),
                residual,
                metrics.distances(truth, made));
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
