package dev.psld.restore.photo;

import java.nio.file.Path;
import java.util.Optional;

/** What people call a photo and its files, which may lie under other names while they are worked on. Immutable. */
public interface ShownNames {
    /** The photo. */
    String input();

    /** A file that was written. */
    String output(Path written);

    /** The photo, or a file that lies beside it. */
    String shown(Path file);

    /** The photo's name without its folder. */
    default String last() {
        return input().substring(input().lastIndexOf('/') + 1);
    }

    /** What had to be chosen among files of such names, for the report. */
    default Optional<String> remark() {
        return Optional.empty();
    }

    /** Whether its owner can give options of the command line for it. */
    boolean takesOptions();

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

            @Override
            public String shown(Path file) {
                return file.toString();
            }

            @Override
            public boolean takesOptions() {
                return true;
            }
        };
    }
}
