package dev.psld.agent;

import dev.psld.cli.agent.SpoolOptions;
import dev.psld.cli.agent.SpoolSource;
import dev.psld.config.AgentConfig;
import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.host.Power;
import dev.psld.host.Priority;
import dev.psld.host.SystemMemory;
import dev.psld.host.Thermals;
import dev.psld.job.QueueControl;
import dev.psld.spool.SpoolControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** An agent on a thread of this process, with a restorer that does what a test says. Closing it stops the agent. */
final class RunningAgent implements AutoCloseable {
    final Path spool;
    final Path file;
    final Path sys;
    final ScriptedRestorer restorer = new ScriptedRestorer();
    final Reloading config;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final SpoolSource source;
    private final Agent agent;
    private final Thread thread;

    private final boolean events;

    RunningAgent(Path folder, String yaml) throws IOException {
        this(folder, yaml, true);
    }

    /** @param events whether it may be told of new files by the system */
    RunningAgent(Path folder, String yaml, boolean events) throws IOException {
        this.events = events;
        spool = folder.resolve("spool");
        sys = Files.createDirectories(folder.resolve("sys"));
        file = Files.writeString(folder.resolve("agent.yaml"), yaml(yaml));
        Journal journal = new Journal(
                new PrintStream(log, true, StandardCharsets.UTF_8), false, Priority.DEBUG, Clock.systemUTC());
        Notify notify = Notify.fromEnvironment();
        config = new Reloading(AgentConfig.load(file), () -> AgentConfig.load(file), journal, notify);
        source = new SpoolSource(config.get(), "test");
        agent = new Agent(
                "test",
                config,
                source,
                restorer,
                new Sensors(SystemMemory.system(), new Thermals(sys), new Power(sys)),
                new AgentTelemetry(journal, notify, new Counters()));
        thread = new Thread(agent::run, "agent under test");
        AgentLogs.of(this::log);
        thread.start();
    }

    String yaml(String more) {
        return "spool: " + spool + "\nwatch: {stillness: 100ms, rescan: 1s, events: " + events + "}\n" + more + "\n";
    }

    /** Drops bytes that no model looks at. */
    Path drop(String name) throws IOException {
        Path photo = spool.resolve("inbox").resolve(name);
        Files.createDirectories(photo.getParent());
        return Files.writeString(photo, "photo " + name);
    }

    /** A file of the kernel's. */
    void write(String file, String content) throws IOException {
        Path path = sys.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    void heat(double celsius) throws IOException {
        Path zone = Files.createDirectories(sys.resolve("sys/class/thermal/thermal_zone0"));
        Files.writeString(zone.resolve("type"), "cpu-thermal\n");
        Files.writeString(zone.resolve("temp"), Math.round(celsius * 1000) + "\n");
    }

    QueueControl control() {
        return SpoolControl.open(spool, SpoolOptions.of(config.get()));
    }

    Status status() {
        List<Status> all = source.statuses().read(Status.class);
        return all.get(0);
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** What it answers over HTTP; it has to be enabled. */
    String get(String path) throws IOException {
        Matcher where = Pattern.compile("metrics on (http://127\\.0\\.0\\.1:\\d+)/metrics")
                .matcher(log());
        if (!where.find()) {
            throw new IOException("it does not listen yet");
        }
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(where.group(1) + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .failFast("the agent has ended: " + log(), () -> !thread.isAlive())
                .until(condition);
    }

    /** It ends by itself. */
    void awaitEnd() {
        Awaitility.await()
                .dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !thread.isAlive());
    }

    void awaitFile(String path) {
        await(() -> Files.exists(spool.resolve(path)));
    }

    void awaitState(String word) {
        await(() -> status().state().equals(word));
    }

    Map<String, Long> natives() {
        return restorer.natives();
    }

    @Override
    public void close() {
        agent.stop();
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the agent does not stop: " + log());
        }
    }
}
