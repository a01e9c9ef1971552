package dev.psld.bench;

/**
 * The fastest matrix product seen on this machine, which no convolution is expected to beat by much. Immutable.
 *
 * @param gflops 10⁹ floating-point operations a second
 * @param size n of the n×n matrices that gave it
 */
public record Peak(double gflops, int size) {}
