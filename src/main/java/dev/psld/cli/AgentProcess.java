package dev.psld.cli;

import dev.psld.agent.Agent;
import dev.psld.agent.AgentTelemetry;
import dev.psld.agent.Counters;
import dev.psld.agent.Reloading;
import dev.psld.agent.Sensors;
import dev.psld.cli.agent.Queues;
import dev.psld.config.AgentConfig;
import dev.psld.file.AtomicFile;
import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.job.Restorer;
import dev.psld.restore.ModelRestorer;
import dev.psld.web.WebServer;
import dev.psld.web.WebSetup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** An agent as a process of its own, with its page where that is wanted: until it is told to stop. Stateless. */
final class AgentProcess {
    /** Characters of a host's name in that of an agent. */
    private static final int LONGEST_HOST = 40;

    private AgentProcess() {}

    /**
     * Works until the process is to end.
     *
     * @param called among the agents of a spool
     * @param read the configuration as it is when it is called
     */
    static void run(String called, AgentConfig first, Supplier<AgentConfig> read) {
        run(called, first, read, config -> new ModelRestorer(first, config));
    }

    /** The same with something else that restores photos, made for the configuration as it is from time to time. */
    static void run(
            String called,
            AgentConfig first,
            Supplier<AgentConfig> read,
            Function<Supplier<AgentConfig>, Restorer> restorer) {
        Journal journal = Journal.standard(Reloading.least(first));
        Notify notify = Notify.fromEnvironment();
        Reloading config = new Reloading(first, read, journal, notify);
        Agent agent = new Agent(
                called,
                config,
                Queues.source(first, called),
                restorer.apply(config),
                Sensors.system(),
                new AgentTelemetry(journal, notify, new Counters()));
        AtomicFile.finishWhenEnding();
        Optional<WebServer> page = page(called, first, journal);
        HangupSignal.calls(config::ask);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, config, ended, journal), "psld-stop"));
        try {
            agent.run();
        } finally {
            page.ifPresent(WebServer::close);
            ended.countDown();
        }
    }

    private static Optional<WebServer> page(String called, AgentConfig config, Journal journal) {
        if (!config.web().enabled()) {
            return Optional.empty();
        }
        Path spool = config.queue().spool();
        WebServer page = new WebServer(
                WebSetup.of(
                        config,
                        Queues.control(config),
                        new InstalledModels(config.compute().model()),
                        spool.resolve("control").resolve("uploads").resolve(called)),
                journal);
        String address = config.web().address();
        journal.notice(
                "the page is at http://" + (address.contains(":") ? "[" + address + "]" : address) + ":"
                        + page.port() + "/"
                        + (config.web().loopback()
                                ? ""
                                : ", for those who know its token; it is not encrypted: other machines on the way can read it"));
        return Optional.of(page);
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

    /** The name of an agent that was given none. */
    static String hostAndProcess() {
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
