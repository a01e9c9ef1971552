package dev.psld.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant by a word that nobody knows. Stateless and thread-safe. */
public final class Nearest {
    private Nearest() {}

    /** The known word that takes the fewest changed letters, when these are at most a third of it; case does not count. */
    public static Optional<String> of(String word, Collection<String> known) {
        return several(word, known, 1).stream().findFirst();
    }

    /** As many such words, nearest first. */
    public static List<String> several(String word, Collection<String> known, int most) {
        String lower = word.toLowerCase(Locale.ROOT);
        record Rated(String word, int distance) {}
        return known.stream()
                .map(k -> new Rated(k, changes(lower, k.toLowerCase(Locale.ROOT))))
                .filter(r -> r.distance() <= Math.max(1, r.word().length() / 3))
                .sorted(Comparator.comparingInt(Rated::distance).thenComparing(Rated::word))
                .limit(most)
                .map(Rated::word)
                .toList();
    }

    /** Insertions, deletions and replacements of letters. */
    private static int changes(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
