package dev.psld.diffusers;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to make of a pipeline. Immutable.
 *
 * @param name of the model
 * @param source where it came from, for the manifest
 * @param size height and width of its pictures; empty for that of its training
 * @param guideDecoder folder of a small decoder for guidance; empty for none
 */
public record ImportRequest(String name, String source, OptionalInt size, Optional<Path> guideDecoder) {
    /** One without a small decoder. */
    public ImportRequest(String name, String source, OptionalInt size) {
        this(name, source, size, Optional.empty());
    }
}
