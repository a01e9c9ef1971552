package dev.psld.cli;

import dev.psld.service.Installation;
import dev.psld.service.Target;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb uninstall-service: takes away what install-service put in place, and never a photo. */
@Command(
        name = "uninstall-service",
        description = "Print what takes the systemd service and the installed program away; with --apply, do it."
                + " Configuration, user, spool and photos stay.",
        mixinStandardHelpOptions = true)
final class UninstallService implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--apply", description = "Do it; as root.")
    private boolean apply;

    @Option(names = "--prefix", paramLabel = "DIR", description = "Folder of the program (/opt/psld).")
    private Path prefix = Path.of("/opt/psld");

    @Option(names = "--root", paramLabel = "DIR", description = "Folder below which everything was staged.")
    private Path root = Path.of("/");

    @Override
    public Integer call() {
        Target target = new Target(root, prefix, Target.DEFAULT_SPOOL, "psld", "psld", false);
        new Installation(target, apply, spec.commandLine().getOut()).uninstall();
        return ExitCode.OK.code();
    }
}
