package dev.psld.graph.symbolic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes at which graphs are made, so that what they have in common can be told: all combinations of two or three sizes
 * of each symbol, and at the end one more combination that checks what was found. Immutable.
 *
 * @param degree 1 for two sizes of each symbol, 2 for three
 */
public record Samples(List<Extent> extents, int degree) {
    public Samples {
        extents = List.copyOf(extents);
    }

    /** All combinations; the one to plan for (every symbol large) is {@link #largest}. */
    public List<Map<String, Long>> all() {
        List<Map<String, Long>> all = new ArrayList<>();
        for (int i = 0; i < corners(); i++) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            int rest = i;
            for (int s = 0; s < extents.size(); s++) {
                sizes.put(extents.get(s).symbol(), extents.get(s).sample(rest % (degree + 1), s));
                rest /= degree + 1;
            }
            all.add(sizes);
        }
        Map<String, Long> check = new LinkedHashMap<>();
        for (int s = 0; s < extents.size(); s++) {
            check.put(extents.get(s).symbol(), extents.get(s).sample(3, s));
        }
        all.add(check);
        return all;
    }

    /** Which combination has every symbol large. */
    public int largest() {
        int index = 0;
        int weight = 1;
        for (int s = 0; s < extents.size(); s++) {
            index += weight;
            weight *= degree + 1;
        }
        return index;
    }

    /** How many combinations there are before the one that checks. */
    int corners() {
        int count = 1;
        for (int s = 0; s < extents.size(); s++) {
            count *= degree + 1;
        }
        return count;
    }

    long size(int sample, int symbol) {
        return all().get(sample).getOrDefault(extents.get(symbol).symbol(), 0L);
    }

    /** Two sizes of each symbol, and the check. */
    public static Samples linear(List<Extent> extents) {
        return new Samples(extents, 1);
    }
}
