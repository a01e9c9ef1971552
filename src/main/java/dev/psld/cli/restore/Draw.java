package dev.psld.cli.restore;

/** One picture to be drawn: the photo, the seed, and who hears of the steps. Immutable. */
public record Draw(Photo photo, long seed, Progress progress) {}
