package dev.psld.config;

import dev.psld.operator.Task;
import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import dev.psld.sampler.Prompt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key of an agent's configuration: its range, its default, what it is for. Immutable. */
final class Keys {
    private Keys() {}

    /** Names a further file; it is no value of the configuration itself. */
    static final String INCLUDE = "include";

    /** Stands for what the model's preset says. */
    private static final String PRESET = "preset";

    /** Stands for what is taken where nobody says anything. */
    private static final String USUAL = "usual";

    /** Stands for what is found out. */
    private static final String AUTO = "auto";

    static final Key<Path> SPOOL = Key.required(
            "spool",
            TextForms.path(),
            "Folder that the agent watches: photos go into inbox/TASK below it, results come to done/TASK.");
    static final Key<String> MODEL = Key.fixed(
            "model",
            TextForms.text("the name of a model bundle or its folder"),
            "auto",
            "Model bundle that restores; auto takes portrait64 for portraits of its size and photo for all others.");
    static final Key<Optional<String>> PROVIDER = Key.fixed(
            "provider",
            TextForms.word("tensorrt", "cuda", "cpu").or("auto"),
            Optional.empty(),
            "Where graphs run and nowhere else; auto takes the first that loads.");
    static final Key<Optional<Path>> ORT_LIB = Key.fixed(
            "ort-lib",
            TextForms.path().or("built-in"),
            Optional.empty(),
            "Folder of another ONNX Runtime’s libraries, such as JetPack’s.");
    static final Key<Integer> THREADS = Key.fixed(
            "threads", TextForms.whole(0, 1024), 0, "Threads on the CPU, counted; 0 takes one for each core.");
    static final Key<Boolean> SPIN = Key.fixed(
            "spin",
            TextForms.yesOrNo(),
            false,
            "Whether threads spin while they wait: faster where nothing else runs, much slower on a busy machine.");

    static final Key<Duration> STILLNESS = Key.live(
            "watch.stillness",
            TextForms.duration("100ms", "1h"),
            Duration.ofSeconds(2),
            "How long the size and the date of a photo must stay the same before it counts as complete.");
    static final Key<Duration> RESCAN = Key.live(
            "watch.rescan",
            TextForms.duration("1s", "1d"),
            Duration.ofSeconds(30),
            "How often the inbox is read as a whole, whatever the watcher said.");
    static final Key<Boolean> EVENTS = Key.live(
            "watch.events",
            TextForms.yesOrNo(),
            true,
            "Whether to listen to the file system; false for NFS and SMB, where only a rescan finds photos.");
    static final Key<Duration> COMPANION_WAIT = Key.live(
            "watch.companion-wait",
            TextForms.duration("0s", "30d"),
            Duration.ofSeconds(60),
            "How long a photo waits for its mask or kernel, and these for their photo.");

    static final Key<Duration> LEASE = Key.fixed(
            "claims.lease",
            TextForms.duration("2s", "1h"),
            Duration.ofSeconds(60),
            "How long an agent of another machine may be silent before its job is taken over.");
    static final Key<Duration> HEARTBEAT = Key.fixed(
            "claims.heartbeat",
            TextForms.duration("100ms", "30min"),
            Duration.ofSeconds(10),
            "How often a working agent shows that it lives; at most half of the lease.");

    static final Key<Originals> ORIGINALS = Key.live(
            "originals",
            TextForms.originals(),
            Originals.keep(),
            "What becomes of a photo once its result is published: kept in originals/, kept for days, or deleted.");
    static final Key<String> PRIORITY = Key.fixed(
            "priority",
            TextForms.folderName(),
            "priority",
            "Folder in the inbox whose tasks go before all others: inbox/priority/TASK.");
    static final Key<Integer> CHECKPOINT_EVERY = Key.live(
            "checkpoint-every",
            TextForms.whole(0, 100_000),
            10,
            "Steps after which a job is saved, so that a restart goes on from there; 0 saves at a stop alone.");
    static final Key<Optional<Duration>> IDLE_UNLOAD = Key.live(
            "idle-unload",
            TextForms.duration("1s", "30d").or("off"),
            Optional.empty(),
            "How long there must be no job before the model is taken out of memory; off keeps it.");

    static final Key<Long> DISK = Key.live(
            "reserve.disk",
            TextForms.size("100TB"),
            500_000_000L,
            "Disk space that stays free: with less of it in the spool, the agent pauses and says so.");
    static final Key<Long> MEMORY = Key.live(
            "reserve.memory",
            TextForms.size("10TB"),
            1_000_000_000L,
            "Memory that must be available before a job starts.");
    static final Key<Duration> STOP_TIMEOUT = Key.live(
            "stop-timeout",
            TextForms.duration("1s", "10min"),
            Duration.ofSeconds(20),
            "How long a stop may take to save the job that runs; keep it below TimeoutStopSec of the service, 90 s.");

    static final Key<Optional<Double>> LIMIT = Key.live(
            "thermal.limit",
            TextForms.number(30, 120, " (°C)").or("off"),
            Optional.empty(),
            "Temperature in °C above which the agent waits between steps.");
    static final Key<Optional<Double>> RESUME = Key.live(
            "thermal.resume",
            TextForms.number(20, 120, " (°C)").or("auto"),
            Optional.empty(),
            "Temperature in °C below which it goes on, lower than the limit; auto is 5 °C below it.");
    static final Key<List<String>> ZONES = Key.live(
            "thermal.zones",
            TextForms.listOr("all", "types as in /sys/class/thermal/thermal_zone*/type"),
            List.of(),
            "Thermal zones that count.");

    static final Key<Boolean> HTTP = Key.fixed(
            "http.enabled",
            TextForms.yesOrNo(),
            false,
            "Whether /metrics, /healthz and /readyz are served, on 127.0.0.1 only.");
    static final Key<Integer> PORT = Key.fixed(
            "http.port",
            TextForms.whole(0, 65535),
            9464,
            "TCP port of these; 0 for any that is free, which the log names.");
    static final Key<Boolean> WEB = Key.fixed(
            "web.enabled", TextForms.yesOrNo(), false, "Whether the page and its JSON API are served (docs/web.md).");
    static final Key<Integer> WEB_PORT = Key.fixed(
            "web.port",
            TextForms.whole(0, 65535),
            8080,
            "TCP port of the page; 0 for any that is free, which the log names.");
    static final Key<String> WEB_ADDRESS = Key.fixed(
            "web.address",
            TextForms.text("an address of this machine"),
            "127.0.0.1",
            "Address of the page; one that others reach needs web.token-file, and what goes over it can be read on the way.");
    static final Key<List<String>> WEB_NAMES = Key.fixed(
            "web.names",
            TextForms.listOr("none", "names by which browsers call this machine"),
            List.of(),
            "Names under which the page is answered beside its address, localhost and 127.0.0.1.");
    static final Key<Optional<Path>> WEB_TOKEN = Key.fixed(
            "web.token-file",
            TextForms.path().or("none"),
            Optional.empty(),
            "File with the token that the page asks for, 32 characters or more; readable by the agent alone.");
    static final Key<Long> WEB_UPLOAD =
            Key.fixed("web.upload", TextForms.size("10GB"), 200_000_000L, "Bytes that a photo with its mask may have.");
    static final Key<Integer> WEB_MEGAPIXELS =
            Key.fixed("web.megapixels", TextForms.whole(1, 1000), 100, "Megapixels that a photo may have.");
    static final Key<Integer> WEB_JOBS = Key.fixed(
            "web.jobs-per-client",
            TextForms.whole(1, 10_000),
            20,
            "Jobs of one client, by its address, that may wait or be in work at once.");
    static final Key<LogThreshold> LOG = Key.live(
            "log",
            TextForms.choice(LogThreshold.class),
            LogThreshold.INFO,
            "The least important lines that are written.");

    static final Key<Optional<Path>> OPERATOR = Key.live(
            "tasks.custom.operator",
            TextForms.path().or("none"),
            Optional.empty(),
            "ONNX file of the measurement that custom undoes; none refuses what is dropped there.");
    static final Key<Optional<Path>> OPERATOR_LIFT = Key.live(
            "tasks.custom.operator-lift",
            TextForms.path().or("none"),
            Optional.empty(),
            "ONNX file from such measurements back to images.");

    static final Key<Boolean> FIT = Key.live(
            "fit",
            TextForms.yesOrNo(),
            false,
            "Whether photos are scaled to the model's size, and their results back; without it a photo keeps its size.");

    static final Key<Optional<String>> PROMPT = Key.live(
            "text.prompt",
            TextForms.text("a text").or("none"),
            Optional.empty(),
            "What pictures show, for models that take texts.");
    static final Key<Optional<String>> NEGATIVE =
            Key.live("text.negative", TextForms.text("a text").or("none"), Optional.empty(), "What they do not show.");
    static final Key<Optional<Double>> GUIDANCE = Key.live(
            "text." + Parameters.GUIDANCE.option(),
            TextForms.number(Parameters.GUIDANCE).or(USUAL),
            Optional.empty(),
            Parameters.GUIDANCE.sentence());
    static final Key<Optional<String>> GUIDANCE_KIND = Key.live(
            "text.guidance-kind",
            TextForms.word(Prompt.Kind.CFG.word(), Prompt.Kind.CFG_PLUS_PLUS.word())
                    .or(USUAL),
            Optional.empty(),
            "How prompt and negative prompt become one: cfg, or cfg++ with a guidance from 0 to 1.");
    static final Key<Optional<Duration>> MAX_TIME = Key.live(
            "max-time",
            TextForms.duration("1s", "30d").or("off"),
            Optional.empty(),
            "The longest that a photo may take: it gets as many samples and steps as fit into that, and fails where none do; off for any time.");

    /** The keys of one task; empty where the preset of the model decides. */
    record OfTask(
            Key<Optional<Integer>> steps,
            Key<Optional<Double>> gamma,
            Key<Optional<Double>> omega,
            Key<Integer> samples,
            Key<Optional<Double>> sigmaY,
            Key<Long> seed) {

        private static OfTask of(Task task) {
            String group = "tasks." + task.word() + ".";
            return new OfTask(
                    live(
                            group,
                            Parameters.STEPS,
                            TextForms.whole(Parameters.STEPS).or(PRESET),
                            Optional.empty()),
                    number(group, Parameters.GAMMA, PRESET),
                    number(group, Parameters.OMEGA, PRESET),
                    live(group, Parameters.SAMPLES, TextForms.whole(Parameters.SAMPLES), TaskDefaults.NONE.samples()),
                    number(group, Parameters.SIGMA_Y, AUTO),
                    Key.live(group + "seed", TextForms.seed(), TaskDefaults.NONE.seed(), Parameters.SEED));
        }

        private static <T> Key<T> live(String group, Parameter parameter, TextForm<T> form, T byDefault) {
            return Key.live(group + parameter.option(), form, byDefault, parameter.sentence());
        }

        private static Key<Optional<Double>> number(String group, Parameter parameter, String nothing) {
            return live(group, parameter, TextForms.number(parameter).or(nothing), Optional.empty());
        }

        List<Key<?>> all() {
            return List.of(steps, gamma, omega, samples, sigmaY, seed);
        }
    }

    private static final Map<Task, OfTask> TASKS = new EnumMap<>(Task.class);

    /** All, in the order of the file. */
    static final List<Key<?>> ALL;

    static {
        List<Key<?>> all = new ArrayList<>(
                List.of(SPOOL, FleetKeys.QUEUE, MODEL, PROVIDER, ORT_LIB, THREADS, SPIN, FIT, MAX_TIME));
        for (Task task : Task.values()) {
            OfTask keys = OfTask.of(task);
            TASKS.put(task, keys);
            all.addAll(keys.all());
            if (task == Task.CUSTOM) {
                all.addAll(List.of(OPERATOR, OPERATOR_LIFT));
            }
        }
        all.addAll(List.of(PROMPT, NEGATIVE, GUIDANCE, GUIDANCE_KIND));
        all.addAll(List.of(STILLNESS, RESCAN, EVENTS, COMPANION_WAIT, LEASE, HEARTBEAT, ORIGINALS, PRIORITY));
        all.addAll(List.of(CHECKPOINT_EVERY, IDLE_UNLOAD, DISK, MEMORY, STOP_TIMEOUT, LIMIT, RESUME, ZONES));
        all.addAll(List.of(HTTP, PORT, WEB, WEB_PORT, WEB_ADDRESS, WEB_NAMES, WEB_TOKEN));
        all.addAll(List.of(WEB_UPLOAD, WEB_MEGAPIXELS, WEB_JOBS, LOG));
        all.addAll(FleetKeys.ALL);
        ALL = List.copyOf(all);
    }

    static OfTask of(Task task) {
        return Optional.ofNullable(TASKS.get(task)).orElseThrow();
    }
}
