package dev.psld.config;

import dev.psld.operator.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The configuration of the watch-folder agent: every value of it, given or by default. Immutable and thread-safe.
 *
 * @param queue where photos come from and results go
 * @param fleet the same where that is no folder
 * @param compute what restores them
 * @param tasks how, where their own settings say nothing else
 * @param pace when the agent saves, lets go and gives up
 * @param limits what it leaves of the machine
 * @param web the page
 * @param log the least important lines that are written
 * @param source where all this was read
 */
public record AgentConfig(
        Queue queue,
        FleetAccess fleet,
        Compute compute,
        Tasks tasks,
        Pace pace,
        Limits limits,
        Http http,
        Web web,
        LogThreshold log,
        Source source) {

    /**
     * Where photos come from and results go.
     *
     * @param spool folder that is watched, absolute
     * @param priority name of the folder in the inbox that goes first
     */
    public record Queue(Path spool, Watch watch, Claims claims, Originals originals, String priority) {
        private static Queue of(EffectiveValues values) {
            return new Queue(
                    values.get(Keys.SPOOL),
                    Watch.of(values),
                    Claims.of(values),
                    values.get(Keys.ORIGINALS),
                    values.get(Keys.PRIORITY));
        }
    }

    /**
     * What restores photos.
     *
     * @param model name or folder of the model bundle
     * @param provider tensorrt, cuda or cpu; empty for the first that loads
     * @param ortLib folder of another ONNX Runtime, absolute
     * @param threads on the CPU; 0 for one for each core
     * @param spin whether they spin while they wait
     */
    public record Compute(String model, Optional<String> provider, Optional<Path> ortLib, int threads, boolean spin) {
        private static Compute of(EffectiveValues values) {
            return new Compute(
                    values.get(Keys.MODEL),
                    values.get(Keys.PROVIDER),
                    values.get(Keys.ORT_LIB),
                    values.get(Keys.THREADS),
                    values.get(Keys.SPIN));
        }
    }

    /**
     * How photos are restored where their own settings say nothing else.
     *
     * @param defaults of every task
     * @param text what models that take texts are told
     * @param fit whether photos are scaled to the model's size
     * @param maxTime the longest that a photo may take; empty for any time
     * @param operator ONNX file of the measurement that the task custom undoes, absolute
     * @param operatorLift ONNX file from its measurements back to images, absolute
     */
    public record Tasks(
            Map<Task, TaskDefaults> defaults,
            TextDefaults text,
            boolean fit,
            Optional<Duration> maxTime,
            Optional<Path> operator,
            Optional<Path> operatorLift) {
        public Tasks {
            defaults = Map.copyOf(defaults);
        }

        private static Tasks of(EffectiveValues values) {
            Map<Task, TaskDefaults> defaults = new EnumMap<>(Task.class);
            for (Task task : Task.values()) {
                defaults.put(task, TaskDefaults.of(values, Keys.of(task)));
            }
            return new Tasks(
                    defaults,
                    TextDefaults.of(values),
                    values.get(Keys.FIT),
                    values.get(Keys.MAX_TIME),
                    values.get(Keys.OPERATOR),
                    values.get(Keys.OPERATOR_LIFT));
        }

        /** Those of one task. */
        public TaskDefaults of(Task task) {
            return Optional.ofNullable(defaults.get(task)).orElseThrow();
        }
    }

    /**
     * When the agent saves, lets go and gives up.
     *
     * @param checkpointEvery steps between two savings of a running job; 0 for none but at a stop
     * @param idleUnload idle time after which the model leaves the memory; empty for never
     * @param stopTimeout how long a graceful stop may take
     */
    public record Pace(int checkpointEvery, Optional<Duration> idleUnload, Duration stopTimeout) {
        private static Pace of(EffectiveValues values) {
            return new Pace(
                    values.get(Keys.CHECKPOINT_EVERY), values.get(Keys.IDLE_UNLOAD), values.get(Keys.STOP_TIMEOUT));
        }
    }

    /** What the agent leaves of the machine. */
    public record Limits(Reserve reserve, Thermal thermal) {
        private static Limits of(EffectiveValues values) {
            return new Limits(new Reserve(values.get(Keys.DISK), values.get(Keys.MEMORY)), Thermal.of(values));
        }
    }

    /**
     * Where a configuration was read.
     *
     * @param files the file and the profiles that it includes, in the order of reading
     * @param effective every value as text with its origin
     */
    public record Source(List<Path> files, EffectiveValues effective) {
        public Source {
            files = List.copyOf(files);
        }
    }

    /**
     * How photos are noticed.
     *
     * @param events whether to listen to the file system between rescans
     * @param companionWait how long a photo waits for its mask or kernel
     */
    public record Watch(Duration stillness, Duration rescan, boolean events, Duration companionWait) {
        private static Watch of(EffectiveValues values) {
            return new Watch(
                    values.get(Keys.STILLNESS),
                    values.get(Keys.RESCAN),
                    values.get(Keys.EVENTS),
                    values.get(Keys.COMPANION_WAIT));
        }
    }

    /** How several agents share a spool: a claim lapses after the lease without a heartbeat. */
    public record Claims(Duration lease, Duration heartbeat) {
        private static Claims of(EffectiveValues values) {
            return new Claims(values.get(Keys.LEASE), values.get(Keys.HEARTBEAT));
        }
    }

    /** Bytes that must be free: on the spool's disk at any time, in memory before a job. */
    public record Reserve(long disk, long memory) {}

    /**
     * When heat makes the agent wait.
     *
     * @param limit °C; empty for never
     * @param resume °C at which it goes on, below the limit
     * @param zones types of the thermal zones that count; none for all
     */
    public record Thermal(OptionalDouble limit, double resume, List<String> zones) {
        private static Thermal of(EffectiveValues values) {
            Optional<Double> limit = values.get(Keys.LIMIT);
            return new Thermal(
                    limit.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    values.get(Keys.RESUME).orElse(limit.orElse(0.0) - 5),
                    values.get(Keys.ZONES));
        }
    }

    /**
     * The page and its JSON API.
     *
     * @param names that it answers to beside its address
     * @param tokenFile holds what clients must know; empty for none
     * @param upload bytes of a photo with what belongs to it
     * @param jobsPerClient that wait or are in work
     */
    public record Web(
            boolean enabled,
            String address,
            int port,
            List<String> names,
            Optional<Path> tokenFile,
            long upload,
            int megapixels,
            int jobsPerClient) {
        public Web {
            names = List.copyOf(names);
        }

        private static Web of(EffectiveValues values) {
            return new Web(
                    values.get(Keys.WEB),
                    values.get(Keys.WEB_ADDRESS),
                    values.get(Keys.WEB_PORT),
                    values.get(Keys.WEB_NAMES),
                    values.get(Keys.WEB_TOKEN),
                    values.get(Keys.WEB_UPLOAD),
                    values.get(Keys.WEB_MEGAPIXELS),
                    values.get(Keys.WEB_JOBS));
        }

        /** Whether only this machine reaches it. */
        public boolean loopback() {
            return address.equals("localhost") || address.equals("::1") || address.matches("127(\\.\\d{1,3}){3}");
        }
    }

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
        AgentConfig config = new AgentConfig(
                Queue.of(values),
                FleetAccess.of(values),
                Compute.of(values),
                Tasks.of(values),
                Pace.of(values),
                Limits.of(values),
                new Http(values.get(Keys.HTTP), values.get(Keys.PORT)),
                Web.of(values),
                values.get(Keys.LOG),
                new Source(sources.files(), values));
        ValuesTogether.check(config, problems);
        problems.check();
        return config;
    }

    /** Every value as YAML that reads back as this configuration, each with its origin behind #. */
    public String describe() {
        return ConfigYaml.of(source.effective());
    }

    /** A file with every key, its range, default and purpose, of which only ‘spool’ says something. */
    public static String template() {
        return ConfigYaml.template();
    }

    /** What a running agent takes over from a new configuration, and what only a restart does. */
    public static Changes changes(AgentConfig before, AgentConfig now) {
        return Changes.between(before.source.effective(), now.source.effective());
    }
}
