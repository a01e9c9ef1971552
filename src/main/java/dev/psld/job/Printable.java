package dev.psld.job;

/** Names of files as they may stand in a line of text. Stateless and thread-safe. */
public final class Printable {
    private Printable() {}

    /** The name with line ends, other control characters and what could reorder the line as escapes. */
    public static String of(String name) {
        StringBuilder out = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (plain(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format("\\u%04x", c));
                    }
                }
            }
        });
        return out.toString();
    }

    /** Emoji are joined by U+200D, which does no harm. */
    private static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> c == 0x200d;
            default -> true;
        };
    }
}
