package dev.psld.restore;

import java.util.Optional;

/** The program's version, from the jar's manifest. Stateless. */
public final class ProgramVersion {
    private ProgramVersion() {}

    public static String current() {
        return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }
}
