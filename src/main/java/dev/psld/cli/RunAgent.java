package dev.psld.cli;

import dev.psld.agent.Agent;
import dev.psld.agent.AgentTelemetry;
import dev.psld.agent.Counters;
import dev.psld.agent.Reloading;
import dev.psld.agent.Sensors;
import dev.psld.cli.agent.CancelJob;
import dev.psld.cli.agent.PauseAgent;
import dev.psld.cli.agent.ResumeAgent;
import dev.psld.cli.agent.RetryJob;
import dev.psld.cli.agent.ShowStatus;
import dev.psld.cli.agent.SpoolSource;
import dev.psld.config.AgentConfig;
import dev.psld.file.AtomicFile;
import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.restore.ModelRestorer;
import dev.psld.spool.AgentIdentity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    /** Characters of a host's name in that of an agent. */
    private static final int LONGEST_HOST = 40;

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
        String called = name.orElseGet(RunAgent::hostAndProcess);
        if (!AgentIdentity.isName(called)) {
            throw new ParameterException(
                    spec.commandLine(), "--name cannot be “" + called + "”: give " + AgentIdentity.NAMES);
        }
        Journal journal = Journal.standard(Reloading.least(first));
        Notify notify = Notify.fromEnvironment();
        Reloading config = new Reloading(first, this::read, journal, notify);
        Agent agent = new Agent(
                called,
                config,
                new SpoolSource(first, called),
                new ModelRestorer(first, config),
                Sensors.system(),
                new AgentTelemetry(journal, notify, new Counters()));
        AtomicFile.finishWhenEnding();
        HangupSignal.calls(config::ask);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, config, ended, journal), "psld-stop"));
        try {
            agent.run();
        } finally {
            ended.countDown();
        }
        return ExitCode.OK.code();
    }

    /** Waits for the job in work to be put back; what takes longer is taken up from its last checkpoint at the next start. */
    private static void stop(Agent agent, Reloading config, CountDownLatch ended, Journal journal) {
        agent.stop();
        try {
            if (!ended.await(config.get().pace().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                journal.warning("the job in work did not come to a step in time; it goes on from its last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AgentConfig read() {
        if (config.isEmpty() && !set.containsKey("spool")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say which folder: --config F, a file with ‘spool: DIR’ in it, or --set spool=DIR");
        }
        return config.map(file -> AgentConfig.load(file, set)).orElseGet(() -> AgentConfig.of(set));
    }

    private static String hostAndProcess() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "agent";
        }
        String plain = host.replaceAll("^[^A-Za-z0-9]+", "").replaceAll("[^A-Za-z0-9.-]", "-");
        String part = plain.isEmpty() ? "agent" : plain.substring(0, Math.min(LONGEST_HOST, plain.length()));
        return part + "-" + ProcessHandle.current().pid();
    }
}
