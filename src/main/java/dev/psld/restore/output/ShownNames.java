package dev.psld.restore.output;

import java.nio.file.Path;

/** What people call a photo and its files, which may lie under other names while they are worked on. Immutable. */
public interface ShownNames {
    /** The photo. */
    String input();

    /** A file that was written. */
    String output(Path written);

    /** As they lie. */
    static ShownNames of(Path input) {
        return new ShownNames() {
            @Override
            public String input() {
                return input.toString();
            }

            @Override
            public String output(Path written) {
                return written.toString();
            }
        };
    }
}
