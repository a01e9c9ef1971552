package dev.psld.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the reference tokenizer takes for letters and digits, and their lower case, written down by {@code
 * export/golden/make_tokens.py}: the tables of a Java runtime are those of its age, and a text would have other tokens on
 * another one. Stateless.
 */
final class CharacterTable {
    private static final int HEXADECIMAL = 16;

    private static final BitSet LETTERS = new BitSet();
    private static final BitSet DIGITS = new BitSet();
    private static final Map<Integer, Integer> LOWER = new HashMap<>();

    static {
        InputStream file = Objects.requireNonNull(CharacterTable.class.getResourceAsStream("characters.txt"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            reader.lines().forEach(CharacterTable::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CharacterTable() {}

    private static void take(String line) {
        int mapped = line.indexOf('>');
        if (mapped > 0) {
            LOWER.put(number(line.substring(0, mapped)), number(line.substring(mapped + 1)));
        } else {
            int to = line.indexOf('-');
            BitSet set = line.charAt(0) == 'L' ? LETTERS : DIGITS;
            set.set(number(line.substring(2, to)), number(line.substring(to + 1)) + 1);
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits, HEXADECIMAL);
    }

    static boolean isLetter(int character) {
        return LETTERS.get(character);
    }

    static boolean isDigit(int character) {
        return DIGITS.get(character);
    }

    /** Unicode's property White_Space, which does not change any more. */
    static boolean isBlank(int character) {
        return Character.isSpaceChar(character) || (character >= '\t' && character <= '\r') || character == 0x85;
    }

    /** The lower case of a character that has one of a single character; else itself. */
    static int lower(int character) {
        return LOWER.getOrDefault(character, character);
    }
}
