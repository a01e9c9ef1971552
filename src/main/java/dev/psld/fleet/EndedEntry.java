package dev.psld.fleet;

/** A job that has come to its one end. Immutable. */
record EndedEntry(FleetJob job, int attempt, Ending ending) {}
