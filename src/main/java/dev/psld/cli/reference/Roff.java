package dev.psld.cli.reference;

import java.util.List;

/** A page in the man macros of roff, as man(7) and mandoc(1) read them, line by line. Used by one thread. */
final class Roff {
    private final StringBuilder lines = new StringBuilder();

    /** A request with its arguments, each in quotes. */
    Roff macro(String name, String... arguments) {
        lines.append('.').append(name);
        List.of(arguments)
                .forEach(argument -> lines.append(" \"")
                        .append(escaped(argument).replace("\"", "\\(dq"))
                        .append('"'));
        lines.append('\n');
        return this;
    }

    /** Text that is filled into lines of the reader’s width. */
    Roff text(String text) {
        return marked(escaped(text));
    }

    /** Text that carries font marks of {@link #bold} and {@link #italic} already. */
    Roff marked(String text) {
        text.strip()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> lines.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
                        .append(line)
                        .append('\n'));
        return this;
    }

    static String bold(String word) {
        return "\\fB" + escaped(word) + "\\fR";
    }

    static String italic(String word) {
        return "\\fI" + escaped(word) + "\\fR";
    }

    /** A hyphen of the keyboard stays one: it is what readers copy into a shell. */
    static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
