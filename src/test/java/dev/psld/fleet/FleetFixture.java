package dev.psld.fleet;

import dev.psld.job.JobQueue;
import dev.psld.job.QueueHarness;
import dev.psld.job.QueueSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A fleet of a test among others on one server, with clocks that stand until they are moved. */
final class FleetFixture implements QueueHarness {
    static final Set<String> TASKS = Set.of("sr4", "inpaint", "deblur-motion", "denoise");
    private static final Duration REDELIVERY = Duration.ofMillis(300);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final FleetSettings settings;
    private final Link link;
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final FleetControl control;

    FleetFixture(Link link, Path folder) {
        this(link, settings(freeName(), folder));
    }

    FleetFixture(Link link, FleetSettings settings) {
        this.link = link;
        this.settings = settings;
        FleetStreams streams = new FleetStreams(new Store(link, what -> {}), settings);
        streams.ensure();
        this.control = new FleetControl(streams, () -> now, nanos::get);
    }

    static String freeName() {
        return "t" + NUMBER.incrementAndGet();
    }

    /** The same, with photos kept for so long. */
    static FleetSettings keeping(FleetSettings s, Duration originals) {
        return new FleetSettings(
                s.name(),
                s.replicas(),
                s.store(),
                s.lease(),
                s.redelivery(),
                s.memory(),
                Optional.of(originals),
                s.results(),
                s.tasks(),
                s.client(),
                s.offer(),
                s.local());
    }

    static FleetSettings settings(String name, Path folder) {
        return new FleetSettings(
                name,
                1,
                0,
                Duration.ofSeconds(60),
                REDELIVERY,
                Duration.ZERO,
                Optional.empty(),
                Duration.ofDays(7),
                TASKS,
                "test",
                new Offer(java.util.List.of("photo"), 8, false),
                folder.resolve("local"));
    }

    FleetControl control() {
        return control;
    }

    @Override
    public FleetQueue open(String agent) {
        return open(agent, settings, what -> {});
    }

    @Override
    public JobQueue open(String agent, Before before) {
        return open(agent, settings, what -> before.operation());
    }

    FleetQueue open(String agent, FleetSettings own, Store.Before before) {
        FleetQueue queue = new FleetQueue(
                new FleetStreams(new Store(link, before), own),
                Holder.current(agent),
                ConcurrentHashMap.newKeySet(),
                () -> now,
                nanos::get);
        queue.verify();
        return queue;
    }

    @Override
    public QueueSnapshot settled(JobQueue queue) {
        return queue.look();
    }

    @Override
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now = now.plus(time);
        if (time.compareTo(lease()) >= 0 && lost() > 0) {
            try {
                Thread.sleep(REDELIVERY.plusMillis(200).toMillis()); // for the server, whose clock goes by itself
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What the server gave out to somebody who died before it was claimed. */
    private long lost() {
        FleetStreams streams = control.streams();
        long out = streams.lanes().values().stream()
                .mapToLong(at -> at.getNumAckPending())
                .sum();
        return out - new Claims(streams.claims()).all().size();
    }

    @Override
    public void jump(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Duration lease() {
        return settings.lease();
    }

    @Override
    public void dies(String agent) {
        // Nobody knows but by its silence.
    }

    @Override
    public Map<String, String> results() {
        Map<String, String> all = new TreeMap<>();
        for (EndedEntry ended : ended()) {
            if (ended.ending().reason().isEmpty()) {
                String tail = "";
                for (int n = 2; taken(all, ended, tail); n++) {
                    tail = "-" + n;
                }
                for (StoredFile file : ended.ending().files()) {
                    all.put(name(ended, tail, file), content(file));
                }
            }
        }
        return all;
    }

    private static boolean taken(Map<String, String> all, EndedEntry ended, String tail) {
        return ended.ending().files().stream().anyMatch(file -> all.containsKey(name(ended, tail, file)));
    }

    private static String name(EndedEntry ended, String tail, StoredFile file) {
        return ended.job().task() + "/" + ended.job().stem() + tail + file.suffix();
    }

    private Iterable<EndedEntry> ended() {
        return control.streams().ended().all("").stream().map(JobEnds::parse).toList();
    }

    private String content(StoredFile file) {
        return new String(control.streams().files().bytes(file.object()).orElseThrow(), StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> originals() {
        Map<String, String> all = new TreeMap<>();
        for (EndedEntry ended : ended()) {
            if (ended.ending().reason().isEmpty()) {
                inputs(ended.job(), all);
            }
        }
        return all;
    }

    private void inputs(FleetJob job, Map<String, String> all) {
        for (StoredFile file : job.files()) {
            all.put(job.task() + "/" + job.stem() + file.suffix(), content(file));
        }
        job.settings().ifPresent(settings -> all.put(job.task() + "/" + job.name() + ".json", settings));
    }

    @Override
    public Map<String, String> failures() {
        Map<String, String> all = new TreeMap<>();
        for (Store.Entry entry : control.streams()
                .store()
                .all(control.streams().dead(), control.streams().deadSubject("*"), 1000)) {
            try {
                EndedEntry ended = FleetJson.parse(entry.text(), EndedEntry.class);
                inputs(ended.job(), all);
                all.put(
                        ended.job().task() + "/" + ended.job().stem() + ".error.txt",
                        JobEnds.text(ended, ended.ending().reason().orElseThrow()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return all;
    }

    /** Messages in the stream: a job is one as long as its is there. */
    @Override
    public int open() {
        FleetStreams streams = control.streams();
        int claims = new Claims(streams.claims()).all().size();
        int messages = streams.store()
                .all(streams.jobs(), streams.jobSubjects() + ".>", 1000)
                .size();
        return Math.max(claims, messages);
    }
}
