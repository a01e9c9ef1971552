package dev.psld.sampler.biharmonic;

/** Solves L²u = b on the pixels of one hole, where u is 0 outside of it. Immutable and thread-safe. */
interface HoleSolver {
    /** The pixels of the plane, in the order of u and b; only to be read. */
    int[] pixels();

    /** u; a new array. */
    double[] solve(double[] b);
}
