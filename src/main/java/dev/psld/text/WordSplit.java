package dev.psld.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How CLIP normalises a text and splits it into words: NFC, one blank for any white space, lower case; then runs of letters, single
 * digits, runs of anything else but blanks, and English endings after an apostrophe. Stateless.
 */
final class WordSplit {
    private static final List<String> ENDINGS = List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

    /** The marks’ own text, where it is no token, comes apart into these. */
    private static final List<List<String>> MARKS =
            List.of(List.of("<|", "startoftext", "|>"), List.of("<|", "endoftext", "|>"));

    private WordSplit() {}

    /** Each character has its lower case by itself: Σ becomes σ at the end of a word too. */
    static String normalised(String text) {
        StringBuilder normalised = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            if (CharacterTable.isBlank(c)) {
                if (normalised.length() == 0 || normalised.charAt(normalised.length() - 1) != ' ') {
                    normalised.append(' ');
                }
            } else if (c == 'İ') {
                normalised.append("i\u0307"); // the one character with two in lower case
            } else {
                normalised.appendCodePoint(CharacterTable.lower(c));
            }
        });
        return normalised.toString();
    }

    /** The words of a normalised text, without blanks. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            List<String> found = fixed(text, at);
            if (found.isEmpty()) {
                found = List.of(text.substring(at, end(text, at)));
            }
            for (String word : found) {
                at += word.length();
                if (!word.equals(" ")) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** What stands there of marks and endings; empty for neither. */
    private static List<String> fixed(String text, int at) {
        for (List<String> mark : MARKS) {
            if (text.startsWith(String.join("", mark), at)) {
                return mark;
            }
        }
        return ENDINGS.stream().filter(ending -> text.startsWith(ending, at)).toList();
    }

    /** Where the run of a kind that begins there ends. */
    private static int end(String text, int begin) {
        int first = text.codePointAt(begin);
        int next = begin + Character.charCount(first);
        if (CharacterTable.isDigit(first) || CharacterTable.isBlank(first)) {
            return next;
        }
        IntPredicate alike = CharacterTable.isLetter(first) ? CharacterTable::isLetter : WordSplit::isOther;
        while (next < text.length() && alike.test(text.codePointAt(next))) {
            next += Character.charCount(text.codePointAt(next));
        }
        return next;
    }

    private static boolean isOther(int c) {
        return !CharacterTable.isLetter(c) && !CharacterTable.isDigit(c) && !CharacterTable.isBlank(c);
    }
}
