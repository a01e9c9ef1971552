package dev.psld.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.agent.ResourceCheck;
import dev.psld.agent.Status;
import dev.psld.config.AgentConfig;
import dev.psld.host.SystemMemory;
import dev.psld.job.JobCounts;
import dev.psld.job.QueueControl;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb agent status: what the agents of a spool are at. */
@Command(
        name = "status",
        description = "Say what the agents of a spool are at: queue, job, step, what is done today, heat, memory.",
        mixinStandardHelpOptions = true)
public final class ShowStatus implements Callable<Integer> {
    /** An agent writes its status more often than this. */
    private static final Duration SILENT = Duration.ofSeconds(60);

    private static final ObjectMapper MAPPER =
            new ObjectMapper().registerModule(new Jdk8Module()).enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolPlace place;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    /** All of it, for --json. */
    record Whole(String spool, String trouble, boolean paused, int doneToday, int failedToday, List<Status> agents) {}

    @Override
    public Integer call() {
        AgentConfig config = place.configuration();
        QueueControl control = place.control();
        List<Status> agents = control.statuses().read(Status.class);
        JobCounts today = control.today(ZoneId.systemDefault());
        Whole whole = new Whole(
                config.fleet()
                        .servers()
                        .map(servers -> "fleet " + config.fleet().name() + " at " + servers)
                        .orElseGet(() -> config.queue().spool().toString()),
                Queues.isFleet(config) ? "" : trouble(config),
                control.paused(),
                today.done(),
                today.failed(),
                agents);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(text(whole));
        } else {
            print(whole, out);
        }
        return 0;
    }

    /** What keeps agents from writing, their own status among it; empty where nothing does. */
    private static String trouble(AgentConfig config) {
        if (!Files.isWritable(config.queue().spool())) {
            return "the spool is not there, or not writable by this user";
        }
        if (!Files.isDirectory(config.queue().spool().resolve("inbox"))) {
            return "there is no inbox in it: is its disk mounted, and was an agent started?";
        }
        return new ResourceCheck(config.queue().spool(), SystemMemory.system())
                .disk(config.limits().reserve().disk())
                .orElse("");
    }

    private static String text(Whole whole) {
        try {
            return MAPPER.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(Whole whole, PrintWriter out) {
        out.println(whole.spool + (whole.paused ? ", paused" : "") + ": today " + whole.doneToday + " done, "
                + whole.failedToday + " failed");
        if (!whole.trouble.isEmpty()) {
            out.println(whole.trouble);
        }
        if (whole.agents.isEmpty()) {
            out.println("no agent runs; psld agent --config F starts one");
        }
        whole.agents.forEach(agent -> print(agent, out));
    }

    private static void print(Status agent, PrintWriter out) {
        out.println("agent " + agent.agent() + ": " + agent.state()
                + (agent.sentence().isEmpty() ? "" : ": " + agent.sentence()) + silence(agent));
        agent.jobs()
                .forEach(job -> out.println("  job " + job.id() + " " + job.photo()
                        + (job.steps() > 0 ? ", step " + job.step() + " of " + job.steps() : ", loading")
                        + (job.etaSeconds().isPresent()
                                ? ", " + job.etaSeconds().getAsLong() + " s left"
                                : "")));
        out.println("  queue " + agent.ready() + " ready, " + agent.waiting() + " waiting"
                + (agent.celsius().isPresent()
                        ? String.format(
                                Locale.ROOT, ", %.1f °C", agent.celsius().getAsDouble())
                        : "")
                + (agent.watts().isPresent()
                        ? String.format(Locale.ROOT, ", %.1f W", agent.watts().getAsDouble())
                        : "")
                + agent.powerMode().map(mode -> ", power mode " + mode).orElse("")
                + (agent.resident().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", %.0f MB of memory",
                                agent.resident().getAsLong() / 1e6)
                        : ""));
    }

    private static String silence(Status agent) {
        Duration age = Duration.between(Instant.parse(agent.written()), Instant.now());
        return age.compareTo(SILENT) > 0 ? ", silent for " + age.toSeconds() + " s: it may have died" : "";
    }
}
