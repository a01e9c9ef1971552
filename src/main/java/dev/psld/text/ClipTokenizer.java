package dev.psld.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * CLIP's tokenizer, a byte-level byte-pair encoding (Radford and others, arXiv 2103.00020). Immutable and thread-safe; holds no
 * file open.
 *
 * <p>Gives the numbers of transformers' {@code CLIPTokenizer}, which diffusers uses: that of version 5, and {@code CLIPTokenizerFast} of
 * version 4.
 */
public final class ClipTokenizer {
    private final Map<String, Integer> vocabulary;
    private final Map<Integer, String> words = new HashMap<>();
    private final PairMerging merging;
    private final AddedTokens added;
    private final OptionalInt limit;
    private final int begin;
    private final int end;
    private final int unknown;
    private final int padding;

    private ClipTokenizer(TokenizerFolder folder, PairMerging merging) {
        this.vocabulary = Map.copyOf(folder.vocabulary());
        this.merging = merging;
        this.added = new AddedTokens(folder.added());
        this.limit = folder.limit();
        this.begin = folder.named("bos_token");
        this.end = folder.named("eos_token");
        this.unknown = folder.named("unk_token");
        this.padding = folder.named("pad_token");
        vocabulary.forEach((word, id) -> words.put(id, word));
    }

    /**
     * Reads a folder {@code tokenizer/} with at least {@code vocab.json} and {@code merges.txt}.
     *
     * @throws TokenizerException that names the file which is missing or wrong
     */
    public static ClipTokenizer read(Path path) {
        TokenizerFolder folder = new TokenizerFolder(path);
        try {
            PairMerging merging = new PairMerging(folder.merges());
            for (String word : merging.results()) {
                if (!folder.vocabulary().containsKey(word)) {
                    throw new IllegalArgumentException("it makes “" + word + "”, which vocab.json does not have");
                }
            }
            return new ClipTokenizer(folder, merging);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(
                    path.resolve("merges.txt") + " does not belong to its vocabulary: " + e.getMessage()
                            + ": copy the model again",
                    e);
        }
    }

    /** How many tokens the model takes, as the folder says; empty where it does not. */
    public OptionalInt limit() {
        return limit;
    }

    /** How many numbers there are: all are smaller. */
    public int size() {
        return words.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** The numbers of a text between the two marks, however many they are. */
    public int[] ids(String text) {
        List<Integer> ids = new ArrayList<>();
        ids.add(begin);
        added.split(text, piece -> words(piece, ids), ids::add);
        ids.add(end);
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private void words(String piece, List<Integer> ids) {
        for (String word : WordSplit.words(piece)) {
            for (String symbol : merging.symbols(ByteAlphabet.written(word))) {
                ids.add(vocabulary.getOrDefault(symbol, unknown));
            }
        }
    }

    /**
     * The numbers of a text, cut or padded to a length: what is cut are the last of the text, the mark at the end stays.
     *
     * @param length at least 2
     */
    public Tokens tokens(String text, int length) {
        int[] all = ids(text);
        int[] ids = Arrays.copyOf(all, length);
        if (all.length <= length) {
            Arrays.fill(ids, all.length, length, padding);
            return new Tokens(ids, Optional.empty());
        }
        ids[length - 1] = end;
        return new Tokens(ids, Optional.of(text(Arrays.copyOfRange(all, length - 1, all.length - 1))));
    }

    /** The text of numbers, as far as it can be told: in lower case, with a blank after each word. */
    String text(int... ids) {
        StringBuilder written = new StringBuilder();
        for (int id : ids) {
            written.append(words.getOrDefault(id, ""));
        }
        return ByteAlphabet.read(written.toString()).replace("</w>", " ").strip();
    }
}
