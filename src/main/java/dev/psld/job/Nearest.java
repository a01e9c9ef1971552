package dev.psld.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
                .map(k -> new Rated(k, distance(lower, k.toLowerCase(Locale.ROOT))))
                .filter(r -> r.distance() <= Math.max(1, r.word().length() / 3))
                .sorted(Comparator.comparingInt(Rated::distance).thenComparing(Rated::word))
                .limit(most)
                .map(Rated::word)
                .toList();
    }

    /** Insertions, deletions and replacements that turn one into the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
