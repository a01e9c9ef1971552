package dev.psld.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a word probably meant. Stateless. */
final class Nearest {
    private Nearest() {}

    /** The word that the fewest changes of letters lead to; empty where that would be most of the letters. */
    static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(k -> changes(word, k)))
                .filter(k -> changes(word, k) <= Math.max(2, word.length() / 2));
    }

    /** Insertions, deletions and replacements of letters. */
    private static int changes(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
