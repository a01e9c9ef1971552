package dev.psld.eval;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a method reached on a task, over the pictures that it restored; each picture counts once, by its mean over seeds.
 * Immutable.
 *
 * @param failed restorations that came to nothing
 * @param reason why there is nothing, or why some failed; empty where all went well
 * @param behind how much lower PSNR is than that of the best method, picture by picture; the best has 0
 * @param seam how visible the borders of holes are: 1 for no seam
 * @param distances what networks say, by metric
 * @param frechet distances of all its pictures as a set, by metric
 * @param diversity root mean square over pixels of the deviation over seeds, in [−1, 1] units; empty with one seed
 */
public record Row(
        String task,
        String method,
        Interval psnr,
        Interval ssim,
        OptionalDouble holePsnr,
        OptionalDouble knownPsnr,
        OptionalDouble seam,
        OptionalDouble residual,
        Map<String, Interval> distances,
        Map<String, Double> frechet,
        double seconds,
        OptionalDouble networkCalls,
        OptionalDouble peakMegabytes,
        OptionalDouble diversity,
        Interval behind,
        int failed,
        String reason) {
    /** Whether there are scores. */
    boolean scored() {
        return psnr.count() > 0;
    }
}
