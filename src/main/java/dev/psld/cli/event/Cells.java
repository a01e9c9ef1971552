package dev.psld.cli.event;

import org.jline.utils.WCWidth;

/** How wide texts are on a terminal: letters of East Asia take two cells, and accents none. Stateless and thread-safe. */
final class Cells {
    private Cells() {}

    static int of(String text) {
        return text.codePoints().map(Cells::of).sum();
    }

    /** The longest end of a text that is no wider. */
    static String lastOf(String text, int cells) {
        int from = text.length();
        for (int room = cells; from > 0; ) {
            int letter = text.codePointBefore(from);
            room -= of(letter);
            if (room < 0) {
                break;
            }
            from -= Character.charCount(letter);
        }
        return text.substring(from);
    }

    /** The longest beginning that is no wider. */
    static String firstOf(String text, int cells) {
        int to = 0;
        for (int room = cells; to < text.length(); ) {
            int letter = text.codePointAt(to);
            room -= of(letter);
            if (room < 0) {
                break;
            }
            to += Character.charCount(letter);
        }
        return text.substring(0, to);
    }

    private static int of(int letter) {
        return Math.max(0, WCWidth.wcwidth(letter));
    }
}
