package dev.psld.cli;

import dev.psld.cli.agent.CancelJob;
import dev.psld.cli.agent.PauseAgent;
import dev.psld.cli.agent.ResumeAgent;
import dev.psld.cli.agent.RetryJob;
import dev.psld.cli.agent.ShowStatus;
import dev.psld.config.AgentConfig;
import dev.psld.spool.AgentIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb agent: watches a folder and restores what is dropped into it, until it is stopped. */
@Command(
        name = "agent",
        description = "Watch a folder: photos dropped into it are restored into another.",
        subcommands = {ShowStatus.class, PauseAgent.class, ResumeAgent.class, RetryJob.class, CancelJob.class},
        mixinStandardHelpOptions = true)
final class RunAgent implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "F",
            description = "YAML file; one line is enough: ‘spool: DIR’. config/agent.yaml shows all.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A value that wins over the file’s, such as spool=DIR or watch.stillness=5s.")
    private Map<String, String> set = new TreeMap<>();

    @Option(
            names = "--check-config",
            description = "Print the configuration as it would hold, with where each value came from, and end.")
    private boolean check;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name among the agents of a spool (host and process id).")
    private Optional<String> name = Optional.empty();

    @Override
    public Integer call() {
        AgentConfig first = read();
        if (check) {
            spec.commandLine().getOut().print(first.describe());
            spec.commandLine().getOut().flush();
            return ExitCode.OK.code();
        }
        String called = name.orElseGet(AgentProcess::hostAndProcess);
        if (!AgentIdentity.isName(called)) {
            throw new ParameterException(
                    spec.commandLine(), "--name cannot be “" + called + "”: give " + AgentIdentity.NAMES);
        }
        AgentProcess.run(called, first, this::read);
        return ExitCode.OK.code();
    }

    private AgentConfig read() {
        if (config.isEmpty() && !set.containsKey("spool")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say which folder: --config F, a file with ‘spool: DIR’ in it, or --set spool=DIR");
        }
        return config.map(file -> AgentConfig.load(file, set)).orElseGet(() -> AgentConfig.of(set));
    }
}
