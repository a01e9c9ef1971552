package dev.psld.bench;

/**
 * A net by itself. Immutable.
 *
 * @param forward milliseconds of a forward that keeps its tape
 * @param pullback milliseconds
 * @param ratio pullback over forward of the same round
 */
public record NetFigures(String role, Quartiles forward, Quartiles pullback, Quartiles ratio) {}
