package dev.psld.diffusers;

import java.util.OptionalInt;

/**
 * What to make of a pipeline. Immutable.
 *
 * @param name of the model
 * @param source where it came from, for the manifest
 * @param size height and width of its pictures; empty for that of its training
 */
public record ImportRequest(String name, String source, OptionalInt size) {}
