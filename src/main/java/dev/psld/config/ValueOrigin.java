package dev.psld.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where a value came from. Immutable. */
public sealed interface ValueOrigin {
    /** For a reader: {@code default}, {@code command line}, {@code agent.yaml:12}. */
    String text();

    /** The file as messages name it; values of it that are relative paths start at its folder. */
    default Optional<Path> folder() {
        return Optional.empty();
    }

    /** What the program takes where nobody says anything. */
    record Default() implements ValueOrigin {
        @Override
        public String text() {
            return "default";
        }
    }

    /** An option of the command, which wins over files. */
    record CommandLine() implements ValueOrigin {
        @Override
        public String text() {
            return "command line";
        }
    }

    /**
     * A line of a file.
     *
     * @param line from 1
     * @param includedAt the line that names the file, where it is an included profile
     */
    record Line(Path file, int line, Optional<Line> includedAt) implements ValueOrigin {
        @Override
        public String text() {
            return file + ":" + line
                    + includedAt
                            .map(at -> " (included at " + at.file().getFileName() + ":" + at.line() + ")")
                            .orElse("");
        }

        @Override
        public Optional<Path> folder() {
            return Optional.ofNullable(file.toAbsolutePath().getParent());
        }
    }
}
