package dev.psld.gpu;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A shared library on a machine. Immutable.
 *
 * @param name its soname, such as {@code libcublas.so.12}
 * @param loaded whether the loader finds it there without being told
 * @param version as far as its file, or the Python package that it came with, tells
 */
public record FoundLibrary(String name, Path file, boolean loaded, Optional<String> version) {}
