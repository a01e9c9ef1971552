package dev.psld.picture.codec;

import java.util.List;

/**
 * What an image file holds. Immutable by convention.
 *
 * @param lossy whether equal colours may have come apart in it by a step or two
 * @param remarks what the user should know about how it was read
 */
public record Decoded(Planes planes, Colour colour, Annotations annotations, boolean lossy, List<String> remarks) {
    public Decoded {
        remarks = List.copyOf(remarks);
    }
}
