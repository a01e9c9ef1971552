package dev.psld.sampler.biharmonic;

import java.util.ArrayList;
import java.util.List;

/**
 * Missing pixels of a plane by the equation ∇⁴u = 0 with the known ones around them as boundary (Damelin and Hoang, “On
 * Surface Completion and Image Inpainting by Biharmonic Functions”, 2018): one linear system a hole, small ones solved
 * directly, large ones by conjugate gradients. The work that all planes share is done once. Immutable and thread-safe.
 */
public final class BiharmonicFill {
    private final int height;
    private final int width;
    private final boolean[] missing;
    private final List<HoleSolver> holes = new ArrayList<>();

    /** @param missing true where the plane is missing, row after row; something has to be known */
    public BiharmonicFill(int height, int width, boolean... missing) {
        this.height = height;
        this.width = width;
        this.missing = missing.clone();
        for (Hole hole : Hole.all(height, width, missing)) {
            holes.add(
                    EnvelopeCholesky.of(hole).<HoleSolver>map(direct -> direct).orElseGet(() -> new LargeHole(hole)));
        }
    }

    /** The plane with its missing pixels filled, none beyond the range of the known ones. */
    public double[] fill(double[] plane) {
        double[] filled = plane.clone();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < filled.length; i++) {
            if (missing[i]) {
                filled[i] = 0;
            } else {
                least = Math.min(least, filled[i]);
                most = Math.max(most, filled[i]);
            }
        }
        double[] twice = laplacian(laplacian(filled)); // what the known pixels leave on the right-hand side, negated
        for (HoleSolver hole : holes) {
            int[] pixels = hole.pixels();
            double[] right = new double[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                right[i] = -twice[pixels[i]];
            }
            double[] solved = hole.solve(right);
            for (int i = 0; i < pixels.length; i++) {
                filled[pixels[i]] = Math.max(least, Math.min(most, solved[i]));
            }
        }
        return filled;
    }

    /** Sum of the differences to the neighbours that there are. */
    private double[] laplacian(double[] x) {
        double[] sum = new double[x.length];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                int at = i * width + j;
                double s = 0;
                s += i > 0 ? x[at - width] - x[at] : 0;
                s += i + 1 < height ? x[at + width] - x[at] : 0;
                s += j > 0 ? x[at - 1] - x[at] : 0;
                s += j + 1 < width ? x[at + 1] - x[at] : 0;
                sum[at] = s;
            }
        }
        return sum;
    }
}
