package dev.psld.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Finds the tokens that are taken out of a text before it is split into words. Immutable and thread-safe. */
final class AddedTokens {
    private record Sought(String content, int id) {}

    private final List<Sought> raw;
    private final List<Sought> normalised;

    AddedTokens(Collection<AddedToken> tokens) {
        this.raw = sought(tokens, false);
        this.normalised = sought(tokens, true);
    }

    /** The longest first: where two begin at the same place the longer one is meant. */
    private static List<Sought> sought(Collection<AddedToken> tokens, boolean normalised) {
        List<Sought> all = new ArrayList<>();
        for (AddedToken token : tokens) {
            if (token.normalised() == normalised) {
                String content = normalised ? WordSplit.normalised(token.content()) : token.content();
                all.add(new Sought(content, token.id()));
            }
        }
        all.sort(Comparator.comparingInt((Sought one) -> one.content.length()).reversed());
        return List.copyOf(all);
    }

    /**
     * Walks through a text from its beginning.
     *
     * @param text takes each piece between two tokens, normalised
     * @param token takes each token's number
     */
    void split(String whole, Consumer<String> text, IntConsumer token) {
        split(whole, raw, piece -> split(WordSplit.normalised(piece), normalised, text, token), token);
    }

    private static void split(String whole, List<Sought> among, Consumer<String> text, IntConsumer token) {
        int begin = 0;
        for (int at = 0; at < whole.length(); ) {
            Optional<Sought> found = at(whole, at, among);
            if (found.isEmpty()) {
                at++;
                continue;
            }
            if (at > begin) {
                text.accept(whole.substring(begin, at));
            }
            token.accept(found.get().id);
            at += found.get().content.length();
            begin = at;
        }
        if (begin < whole.length()) {
            text.accept(whole.substring(begin));
        }
    }

    private static Optional<Sought> at(String whole, int at, List<Sought> among) {
        for (Sought sought : among) {
            if (whole.startsWith(sought.content, at)) {
                return Optional.of(sought);
            }
        }
        return Optional.empty();
    }
}
