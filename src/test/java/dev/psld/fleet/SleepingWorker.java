package dev.psld.fleet;

import dev.psld.agent.Agent;
import dev.psld.agent.AgentTelemetry;
import dev.psld.agent.Counters;
import dev.psld.agent.Reloading;
import dev.psld.agent.Sensors;
import dev.psld.cli.agent.Queues;
import dev.psld.config.AgentConfig;
import dev.psld.host.Journal;
import dev.psld.host.Notify;
import dev.psld.host.Priority;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.job.Restorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A worker as a user would run it, but for its restorer: that sleeps as long as real steps take, and writes what it was given. */
public final class SleepingWorker {
    private static final int STEPS = 4;

    private SleepingWorker() {}

    /**
     * Works until the process ends.
     *
     * @param arguments name, milliseconds a job, and settings as {@code key=value}
     */
    public static void main(String[] arguments) {
        Map<String, String> set = new TreeMap<>();
        for (String one : List.of(arguments).subList(2, arguments.length)) {
            int equals = one.indexOf('=');
            set.put(one.substring(0, equals), one.substring(equals + 1));
        }
        Agent agent = agent(arguments[0], Long.parseLong(arguments[1]), set, Journal.standard(Priority.INFO));
        Runtime.getRuntime().addShutdownHook(new Thread(agent::stop));
        agent.run();
    }

    static Agent agent(String name, long millis, Map<String, String> set, Journal journal) {
        AgentConfig config = AgentConfig.of(set);
        Notify notify = Notify.fromEnvironment();
        return new Agent(
                name,
                new Reloading(config, () -> config, journal, notify),
                Queues.source(config, name),
                new Sleeping(millis),
                Sensors.system(),
                new AgentTelemetry(journal, notify, new Counters()));
    }

    private record Sleeping(long millis) implements Restorer {
        @Override
        public RestoreResult restore(RestoreRequest work, JobSteps steps) {
            try {
                byte[] photo = Files.readAllBytes(work.photo());
                for (int step = 1; step <= STEPS; step++) {
                    Thread.sleep(millis / STEPS);
                    steps.step(step, STEPS);
                }
                Path picture = Files.write(
                        work.staging().resolve("photo.png"),
                        ("restored " + new String(photo, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                Path report = Files.writeString(work.staging().resolve("photo.json"), "{}");
                return new RestoreResult(picture, List.of(report), List.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int parallel() {
            return 1;
        }

        @Override
        public boolean loaded() {
            return true;
        }

        @Override
        public Map<String, Long> natives() {
            return Map.of();
        }

        @Override
        public void unload() {
            // There is nothing.
        }

        @Override
        public void close() {
            // There is nothing.
        }
    }
}
