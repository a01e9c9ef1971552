package dev.psld.autodiff;

import dev.psld.graph.Node;
import java.util.Optional;

/** Finds one kind of {@link Fusion}. Stateless and thread-safe. */
public interface Pattern {

    /** The fusion that ends at this node; empty when the nodes before it are not of this kind. */
    Optional<Fusion> endingAt(Node last, Uses uses);
}
