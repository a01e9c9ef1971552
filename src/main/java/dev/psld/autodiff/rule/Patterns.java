package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Uses;
import dev.psld.graph.Node;
import java.util.List;
import java.util.Optional;

/** All fusions, the larger ones first. Stateless and thread-safe. */
public final class Patterns {
    private static final List<Pattern> ALL =
            List.of(new GroupNormPattern(), new SiluPattern(), new UpsampledConvPattern());

    private Patterns() {}

    /** The first fusion that ends at this node. */
    public static Optional<Fusion> endingAt(Node last, Uses uses) {
        return ALL.stream().flatMap(p -> p.endingAt(last, uses).stream()).findFirst();
    }
}
