package dev.psld.spool;

/** How many jobs of a day have ended, by all agents of the spool. Immutable. */
public record Tally(int done, int failed) {}
