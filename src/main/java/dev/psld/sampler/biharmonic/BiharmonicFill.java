package dev.psld.sampler.biharmonic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Missing pixels of a plane by the equation ∇⁴u = 0 with the known ones around them as boundary (Damelin and Hoang, “On
 * Surface Completion and Image Inpainting by Biharmonic Functions”, 2018): one linear system a hole, small ones solved
 * directly, large ones by conjugate gradients. The work that all planes share is done once. Immutable and thread-safe.
 */
public final class BiharmonicFill {
    private final boolean[] missing;
    private final Hole whole;
    private final List<HoleSolver> solvers = new ArrayList<>();

    /** @param missing true where the plane is missing, row after row; something has to be known */
    public BiharmonicFill(int height, int width, boolean... missing) {
        this.missing = missing.clone();
        this.whole = new Hole(height, width, new int[0]);
        for (Hole hole : Hole.all(height, width, missing)) {
            solvers.add(
                    EnvelopeCholesky.of(hole).<HoleSolver>map(direct -> direct).orElseGet(() -> new LargeHole(hole)));
        }
    }

    /** The plane with its missing pixels filled, none beyond the range of the known ones. */
    public double[] fill(double[] plane) {
        double[] filled = plane.clone();
        fill(pixel -> plane[pixel], (pixel, value) -> filled[pixel] = value);
        return filled;
    }

    /** Fills the missing pixels of all planes of a picture, one after the other in the array, where they are. */
    public void fill(float[] planes) {
        int n = missing.length;
        IntStream.range(0, planes.length / n)
                .parallel()
                .forEach(c ->
                        fill(pixel -> planes[c * n + pixel], (pixel, value) -> planes[c * n + pixel] = (float) value));
    }

    /** Takes the value of a missing pixel. */
    private interface Filled {
        void set(int pixel, double value);
    }

    private void fill(IntToDoubleFunction plane, Filled filled) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < missing.length; i++) {
            if (!missing[i]) {
                least = Math.min(least, plane.applyAsDouble(i));
                most = Math.max(most, plane.applyAsDouble(i));
            }
        }
        for (HoleSolver solver : solvers) {
            int[] pixels = solver.pixels();
            double[] right = new double[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                int at = i; // what the known pixels leave on the right-hand side
                whole.row(
                        pixels[i],
                        (pixel, value) -> right[at] -= missing[pixel] ? 0 : value * plane.applyAsDouble(pixel));
            }
            double[] solved = solver.solve(right);
            for (int i = 0; i < pixels.length; i++) {
                filled.set(pixels[i], Math.max(least, Math.min(most, solved[i])));
            }
        }
    }
}
