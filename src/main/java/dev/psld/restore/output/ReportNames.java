package dev.psld.restore.output;

import java.nio.file.Path;

/** What people call a photo and its files, which may lie under other names while they are worked on. Immutable. */
public interface ReportNames {
    /** The photo. */
    String input();

    /** A file that was written. */
    String output(Path written);

    /** As they lie. */
    static ReportNames of(Path input) {
        return new ReportNames() {
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
