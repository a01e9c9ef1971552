package dev.psld.sampler.biharmonic;

import java.util.ArrayList;
import java.util.List;

/**
 * An approximate solution of −Lu = r on a region of any shape with u = 0 around it: one symmetric multigrid cycle (Briggs,
 * Henson, McCormick 2000), coarse matrices by Galerkin's product so that any shape is served. Immutable and thread-safe.
 */
final class PoissonCycle {
    /** Sweeps on the coarsest grid, which has few pixels. */
    private static final int SWEEPS = 24;

    private static final int SMALLEST = 6;

    private final List<NinePointMatrix> levels;

    private PoissonCycle(List<NinePointMatrix> levels) {
        this.levels = levels;
    }

    /**
     * Prepares a region.
     *
     * @param inside row after row; nothing on the frame of the grid
     * @param neighbours of each pixel, how many it has in the plane
     */
    static PoissonCycle of(int height, int width, boolean[] inside, double... neighbours) {
        List<NinePointMatrix> levels = new ArrayList<>();
        levels.add(NinePointMatrix.laplacian(height, width, inside, neighbours));
        while (Math.min(
                        levels.get(levels.size() - 1).height(),
                        levels.get(levels.size() - 1).width())
                > SMALLEST) {
            levels.add(levels.get(levels.size() - 1).coarser());
        }
        return new PoissonCycle(List.copyOf(levels));
    }

    /** About u; a new array. */
    double[] solve(double[] r) {
        return cycle(0, r);
    }

    private double[] cycle(int level, double[] r) {
        NinePointMatrix a = levels.get(level);
        double[] u = new double[r.length];
        if (level == levels.size() - 1) {
            for (int k = 0; k < SWEEPS; k++) {
                a.forward(u, r);
                a.backward(u, r);
            }
            return u;
        }
        a.forward(u, r);
        double[] coarse = cycle(level + 1, a.restricted(a.left(u, r)));
        a.prolong(coarse, u);
        a.backward(u, r);
        return u;
    }
}
