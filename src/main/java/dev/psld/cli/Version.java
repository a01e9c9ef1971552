package dev.psld.cli;

import dev.psld.restore.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** The program's version for {@code --version}. Stateless. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"psld " + ProgramVersion.current()};
    }
}
