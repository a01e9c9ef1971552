package dev.psld.cli;

import dev.psld.config.AgentConfig;
import dev.psld.file.OutputException;
import dev.psld.service.Installation;
import dev.psld.service.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb install-service: puts the program and its systemd service in place. */
@Command(
        name = "install-service",
        description = "Print what makes the watch-folder agent a systemd service: every file and every command;"
                + " with --apply, do it.",
        mixinStandardHelpOptions = true)
final class InstallService implements Callable<Integer> {
    private static final Pattern HERE =
            Pattern.compile("(\\s*\\w+://([^@/,]*@)?(localhost|127\\.[0-9.]+|\\[::1])(:\\d+)?\\s*,?)+");

    private static final Path JETSON_MARK = Path.of("/etc/nv_tegra_release");

    @Spec
    private CommandSpec spec;

    @Option(names = "--apply", description = "Do it; as root.")
    private boolean apply;

    @Option(names = "--prefix", paramLabel = "DIR", description = "Folder for the program (/opt/psld).")
    private Path prefix = Path.of("/opt/psld");

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Put all files below this folder instead of /, and run no command.")
    private Path root = Path.of("/");

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Folder of the photos; by default that of /etc/psld/agent.yaml, else /var/lib/psld/spool.")
    private Optional<Path> spool = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "User of the service, made where missing (psld).")
    private String user = "psld";

    @Option(names = "--group", paramLabel = "NAME", description = "Its group; by default the one with the user’s name.")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--jetson",
            negatable = true,
            description = "Whether it is an NVIDIA Jetson board; by default as /etc/nv_tegra_release tells.")
    private Optional<Boolean> jetson = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Folder of the program to install; by default this one.")
    private Path from = Path.of(System.getProperty("psld.home", ""));

    @Override
    public Integer call() {
        boolean board = jetson.orElseGet(() -> Files.exists(JETSON_MARK));
        Target target = new Target(root, prefix, spool(), user, group.orElse(user), board);
        new Installation(target, apply, spec.commandLine().getOut()).install(from);
        servers().ifPresent(this::sayAllowed);
        return ExitCode.OK.code();
    }

    /** Those of the queue that are on other machines. */
    private Optional<String> servers() {
        Path file = root.resolve(Path.of("/").relativize(Target.CONFIGURATION));
        return Files.exists(file)
                ? AgentConfig.load(file)
                        .fleet()
                        .servers()
                        .filter(urls -> !HERE.matcher(urls).matches())
                : Optional.empty();
    }

    private void sayAllowed(String servers) {
        spec.commandLine()
                .getOut()
                .println(
                        "the unit lets the agent reach this machine alone, and its queue is at "
                                + servers.replaceAll("//[^@/,\\s]*@", "//")
                                + ": allow that by ‘systemctl edit psld’, with the lines [Service] and IPAddressAllow=ADDRESS/BITS");
        spec.commandLine().getOut().flush();
    }

    /** A configuration that is there already is kept, so the service must fit it. */
    private Path spool() {
        Path file = root.resolve(Path.of("/").relativize(Target.CONFIGURATION));
        if (!Files.exists(file)) {
            return spool.orElse(Target.DEFAULT_SPOOL);
        }
        Path there = AgentConfig.load(file).queue().spool();
        if (spool.isPresent() && !spool.get().toAbsolutePath().normalize().equals(there)) {
            throw new OutputException(file + " names the spool " + there + ", not " + spool.get()
                    + ": change it there, or leave --spool out");
        }
        return there;
    }
}
