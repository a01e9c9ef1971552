package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An agent in a process of its own, as a user would run it. Closing it kills the process. */
final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    /** @param settings as {@code key=value} for {@code --set} */
    AgentProcess(Path spool, Path model, Path log, List<String> settings) {
        this(spool, model, log, settings, Optional.empty());
    }

    /** The same with a file of the configuration, over which the settings win. */
    AgentProcess(Path spool, Path model, Path log, List<String> settings, Optional<Path> config) {
        this(spool, model, log, settings, config, List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    }

    /** The same with options for Java. */
    AgentProcess(Path spool, Path model, Path log, List<String> settings, Optional<Path> config, List<String> options) {
        this.log = log;
        AgentLogs.of(this::log);
        List<String> command = new ArrayList<>(hearing());
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.psld.cli.Psld",
                "agent",
                "--set",
                "spool=" + spool,
                "--set",
                "model=" + model,
                "--set",
                "fit=true",
                "--set",
                "threads=1",
                "--set",
                "watch.stillness=200ms"));
        settings.forEach(one -> command.addAll(List.of("--set", one)));
        config.ifPresent(file -> command.addAll(List.of("--config", file.toString())));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JVM never hears a signal that its parent ignored, as everything below nohup ignores SIGHUP. */
    private static List<String> hearing() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            boolean ignored = lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
            return ignored ? List.of("env", "--default-signal=HUP") : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits for its end. */
    void kill() {
        process.destroyForcibly();
        await(10);
    }

    /** SIGTERM, and waits for its end; gives the exit code. */
    int stop() {
        process.destroy();
        await(60);
        return process.exitValue();
    }

    /** Any other signal. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the agent does not end: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What all agents with this log have said. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said these words. */
    void says(String words) {
        Awaitility.await(words)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log()).contains(words));
    }

    /** Megabytes that the process holds. */
    double residentMb() {
        return field("VmRSS:") / 1024;
    }

    /** The most megabytes that it ever held. */
    double mostMb() {
        return field("VmHWM:") / 1024;
    }

    /** Its threads. */
    double threads() {
        return field("Threads:");
    }

    /** Its open files. */
    double files() {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seconds of processor time since its start. */
    double processorSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private double field(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
            OptionalDouble found = lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst();
            return found.orElseThrow(() -> new IllegalStateException(String.format(Locale.ROOT, "no %s", name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await(10);
    }
}
