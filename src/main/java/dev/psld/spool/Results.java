package dev.psld.spool;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a restoration, complete in the claim's staging folder, each named {@code photo…}. Immutable.
 *
 * @param sidecars reports, samples and what else belongs to the picture; under their names before the picture is
 */
public record Results(Path picture, List<Path> sidecars) {
    public Results {
        sidecars = List.copyOf(sidecars);
    }
}
