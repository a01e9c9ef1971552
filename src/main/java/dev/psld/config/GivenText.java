package dev.psld.config;

/** A value that somebody gave, still as text. Immutable. */
record GivenText(String text, ValueOrigin origin) {}
