package dev.psld.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Byte-pair encoding of a word (Sennrich, Haddow, Birch, arXiv 1508.07909): of all pairs of neighbours the one that was learned
 * first becomes one symbol, the leftmost of equal ones first, until no pair is known. Immutable and thread-safe.
 */
final class PairMerging {
    private static final String WORD_END = "</w>";

    private static final int UNKNOWN = Integer.MAX_VALUE;

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
        int[] pairs = IntStream.range(0, Math.max(0, symbols.size() - 1))
                .map(i -> rank(symbols, i))
                .toArray();
        for (int best = least(pairs, symbols.size() - 1); best >= 0; best = least(pairs, symbols.size() - 1)) {
            symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
            int left =
                    symbols.size() - 1; // pairs that are left, the next of which take the places of those that merged
            System.arraycopy(pairs, Math.min(best + 1, left), pairs, Math.min(best, left), Math.max(0, left - best));
            for (int i = Math.max(0, best - 1); i <= best && i < left; i++) {
                pairs[i] = rank(symbols, i);
            }
        }
        return symbols;
    }

    /** When the pair that begins there was learned; {@link #UNKNOWN} for never. */
    private int rank(List<String> symbols, int begin) {
        return ranks.getOrDefault(new Pair(symbols.get(begin), symbols.get(begin + 1)), UNKNOWN);
    }

    /** Where the pair begins that was learned first, among so many; −1 for nowhere. */
    private static int least(int[] pairs, int count) {
        int best = -1;
        int least = UNKNOWN;
        for (int i = 0; i < count; i++) {
            if (pairs[i] < least) {
                least = pairs[i];
                best = i;
            }
        }
        return best;
    }
}
