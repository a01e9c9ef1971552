package dev.psld.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant by a word that nobody knows. Stateless and thread-safe. */
public final class NearWord {
    private NearWord() {}

    /** The known word that takes the fewest changed letters, when these are at most a third of it; case does not count. */
    public static Optional<String> of(String word, Collection<String> known) {
        return several(word, known, 1).stream().findFirst();
    }

    /** The known word that the fewest changes lead to, where these are no more than so many. */
    public static Optional<String> within(int changes, String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(k -> changes(lower, k.toLowerCase(Locale.ROOT))))
                .filter(k -> changes(lower, k.toLowerCase(Locale.ROOT)) <= changes);
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

    /** Insertions, deletions and replacements of letters; the library is loaded when first asked. */
    private static int changes(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
