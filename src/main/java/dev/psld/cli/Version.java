package dev.psld.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The program's version, from the jar's manifest. Stateless. */
final class Version implements IVersionProvider {
    static String current() {
        return Optional.ofNullable(Psld.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"psld " + current()};
    }
}
