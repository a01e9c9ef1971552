package dev.psld.autodiff;

import dev.psld.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cotangents of forward values while the pullback grows: sums over all uses of a value. Not thread-safe. */
final class Cotangents {
    private final GraphBuilder builder;
    private final Map<String, List<String>> terms = new HashMap<>();

    Cotangents(GraphBuilder builder) {
        this.builder = builder;
    }

    void add(String value, String cotangent) {
        terms.computeIfAbsent(value, v -> new ArrayList<>()).add(cotangent);
    }

    /** The sum so far; emitted when first asked for. */
    Optional<String> of(String value) {
        List<String> all = terms.get(value);
        if (all == null) {
            return Optional.empty();
        }
        String sum = all.get(0);
        for (String term : all.subList(1, all.size())) {
            sum = builder.emit("Add", sum, term);
        }
        all.clear();
        all.add(sum);
        return Optional.of(sum);
    }
}
