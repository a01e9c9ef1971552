package dev.psld.config;

/** A value that somebody gave, still as text. Immutable. */
record Given(String text, Origin origin) {}
