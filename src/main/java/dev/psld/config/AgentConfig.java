package dev.psld.config;

import dev.psld.operator.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The configuration of the watch-folder agent: every value of it, given or by default. Immutable and thread-safe.
 *
 * @param spool folder that is watched, absolute
 * @param model name or folder of the model bundle
 * @param provider tensorrt, cuda or cpu; empty for the first that loads
 * @param ortLib folder of another ONNX Runtime, absolute
 * @param threads on the CPU; 0 for one for each core
 * @param tasks defaults of every task
 * @param operator ONNX file of the measurement that the task custom undoes, absolute
 * @param operatorLift ONNX file from its measurements back to images, absolute
 * @param priority name of the folder in the inbox that goes first
 * @param checkpointEvery steps between two savings of a running job; 0 for none but at a stop
 * @param idleUnload idle time after which the model leaves the memory; empty for never
 * @param stopTimeout how long a graceful stop may take
 * @param log the least important lines that are written
 * @param files the file and the profiles that it includes, in the order of reading
 * @param effective every value as text with its origin
 */
public record AgentConfig(
        Path spool,
        String model,
        Optional<String> provider,
        Optional<Path> ortLib,
        int threads,
        boolean spin,
        Map<Task, TaskDefaults> tasks,
        Optional<Path> operator,
        Optional<Path> operatorLift,
        Watch watch,
        Claims claims,
        Originals originals,
        String priority,
        int checkpointEvery,
        Optional<Duration> idleUnload,
        Reserve reserve,
        Duration stopTimeout,
        Thermal thermal,
        Http http,
        LogThreshold log,
        List<Path> files,
        EffectiveValues effective) {

    public AgentConfig {
        tasks = Map.copyOf(tasks);
        files = List.copyOf(files);
    }

    /**
     * How photos are noticed.
     *
     * @param events whether to listen to the file system between rescans
     * @param companionWait how long a photo waits for its mask or kernel
     */
    public record Watch(Duration stillness, Duration rescan, boolean events, Duration companionWait) {}

    /** How several agents share a spool: a claim lapses after the lease without a heartbeat. */
    public record Claims(Duration lease, Duration heartbeat) {}

    /** Bytes that must be free: on the spool's disk at any time, in memory before a job. */
    public record Reserve(long disk, long memory) {}

    /**
     * When heat makes the agent wait.
     *
     * @param limit °C; empty for never
     * @param resume °C at which it goes on, below the limit
     * @param zones types of the thermal zones that count; none for all
     */
    public record Thermal(OptionalDouble limit, double resume, List<String> zones) {}

    /** Metrics and health on 127.0.0.1. */
    public record Http(boolean enabled, int port) {}

    /**
     * Reads a file, see {@link #load(Path, Map)}.
     *
     * @throws ConfigurationException for everything that is wrong in it, one sentence a line
     */
    public static AgentConfig load(Path file) {
        return load(file, Map.of());
    }

    /**
     * Reads a file and the profiles that it includes. Relative paths start at the folder of the file that has them.
     *
     * @param over values by key that win over the files
     * @throws ConfigurationException for everything that is wrong in it, one sentence a line
     */
    public static AgentConfig load(Path file, Map<String, String> over) {
        Problems problems = new Problems();
        return of(Sources.read(file, over, problems), problems);
    }

    /**
     * The configuration without a file.
     *
     * @param values by key
     * @throws ConfigurationException for everything that is wrong in them, one sentence a line
     */
    public static AgentConfig of(Map<String, String> values) {
        Problems problems = new Problems();
        return of(Sources.of(values, problems), problems);
    }

    private static AgentConfig of(Sources sources, Problems problems) {
        EffectiveValues values = EffectiveValues.of(sources.given(), problems);
        problems.check();
        AgentConfig config = of(values, sources.files());
        config.checkTogether(problems);
        problems.check();
        return config;
    }

    private static AgentConfig of(EffectiveValues values, List<Path> files) {
        Map<Task, TaskDefaults> tasks = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            Keys.OfTask keys = Keys.of(task);
            tasks.put(
                    task,
                    new TaskDefaults(
                            values.get(keys.steps()),
                            values.get(keys.gamma()),
                            values.get(keys.omega()),
                            values.get(keys.samples()),
                            values.get(keys.sigmaY()),
                            values.get(keys.seed())));
        }
        Optional<Double> limit = values.get(Keys.LIMIT);
        double resume = values.get(Keys.RESUME).orElse(limit.orElse(0.0) - 5);
        return new AgentConfig(
                values.get(Keys.SPOOL),
                values.get(Keys.MODEL),
                values.get(Keys.PROVIDER),
                values.get(Keys.ORT_LIB),
                values.get(Keys.THREADS),
                values.get(Keys.SPIN),
                tasks,
                values.get(Keys.OPERATOR),
                values.get(Keys.OPERATOR_LIFT),
                new Watch(
                        values.get(Keys.STILLNESS),
                        values.get(Keys.RESCAN),
                        values.get(Keys.EVENTS),
                        values.get(Keys.COMPANION_WAIT)),
                new Claims(values.get(Keys.LEASE), values.get(Keys.HEARTBEAT)),
                values.get(Keys.ORIGINALS),
                values.get(Keys.PRIORITY),
                values.get(Keys.CHECKPOINT_EVERY),
                values.get(Keys.IDLE_UNLOAD),
                new Reserve(values.get(Keys.DISK), values.get(Keys.MEMORY)),
                values.get(Keys.STOP_TIMEOUT),
                new Thermal(
                        limit.map(OptionalDouble::of).orElse(OptionalDouble.empty()), resume, values.get(Keys.ZONES)),
                new Http(values.get(Keys.HTTP), values.get(Keys.PORT)),
                values.get(Keys.LOG),
                files,
                values);
    }

    /** What no value is wrong in alone. */
    private void checkTogether(Problems problems) {
        if (claims.heartbeat().multipliedBy(2).compareTo(claims.lease()) > 0) {
            problems.add(
                    effective.origin(Keys.HEARTBEAT),
                    "‘claims.heartbeat’ of " + effective.text(Keys.HEARTBEAT) + " is too slow for a lease of "
                            + effective.text(Keys.LEASE) + ": give at most half of that");
        }
        boolean taken = priority.equals("unsorted")
                || Arrays.stream(Task.values()).map(Task::word).anyMatch(priority::equals);
        if (taken) {
            problems.add(
                    effective.origin(Keys.PRIORITY),
                    "‘priority’ cannot be “" + priority
                            + "”, which is the folder of a task or of what has none: give another" + " name");
        }
        thermal.limit().ifPresent(limit -> {
            if (thermal.resume() >= limit) {
                problems.add(
                        effective.origin(Keys.RESUME),
                        "‘thermal.resume’ of " + effective.text(Keys.RESUME) + " °C is not below the limit of "
                                + effective.text(Keys.LIMIT) + " °C: give less, or auto");
            }
        });
    }

    /** Every value as YAML that reads back as this configuration, each with its origin behind #. */
    public String describe() {
        return ConfigYaml.of(effective);
    }

    /** A file with every key, its range, default and purpose, of which only ‘spool’ says something. */
    public static String template() {
        return ConfigYaml.template();
    }

    /** What a running agent takes over from a new configuration, and what only a restart does. */
    public static Changes changes(AgentConfig before, AgentConfig now) {
        return Changes.between(before.effective, now.effective);
    }
}
