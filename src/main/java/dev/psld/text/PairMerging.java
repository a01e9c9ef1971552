package dev.psld.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte-pair encoding of a word (Sennrich, Haddow, Birch, arXiv 1508.07909): of all pairs of neighbours the one that was learned
 * first becomes one symbol, the leftmost of equal ones first, until no pair is known. Immutable and thread-safe.
 */
final class PairMerging {
    private static final String WORD_END = "</w>";

    private final Map<Pair, Integer> ranks = new HashMap<>();

    private record Pair(String left, String right) {}

    /** @param merges pairs as merges.txt has them, with a blank between, the first learned first */
    PairMerging(List<String> merges) {
        for (String merge : merges) {
            int blank = merge.indexOf(' ');
            if (blank <= 0 || blank == merge.length() - 1 || merge.indexOf(' ', blank + 1) >= 0) {
                throw new IllegalArgumentException("“" + merge + "” is no pair of two words");
            }
            ranks.put(new Pair(merge.substring(0, blank), merge.substring(blank + 1)), ranks.size());
        }
    }

    /** The symbols that a pair needs to be known besides, in words; for a check of the vocabulary. */
    Iterable<String> results() {
        return ranks.keySet().stream().map(pair -> pair.left() + pair.right()).toList();
    }

    /** The symbols of a word that is written in the characters of bytes, its last one marked as such. */
    List<String> symbols(String word) {
        List<String> symbols = new ArrayList<>();
        for (int i = 0; i < word.length(); i++) {
            symbols.add(word.charAt(i) + (i == word.length() - 1 ? WORD_END : ""));
        }
        for (int best = best(symbols); best >= 0; best = best(symbols)) {
            symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
        }
        return symbols;
    }

    /** Where the pair to merge next begins; −1 for nowhere. */
    private int best(List<String> symbols) {
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < symbols.size(); i++) {
            int rank = ranks.getOrDefault(new Pair(symbols.get(i), symbols.get(i + 1)), Integer.MAX_VALUE);
            if (rank < least) {
                least = rank;
                best = i;
            }
        }
        return best;
    }
}
