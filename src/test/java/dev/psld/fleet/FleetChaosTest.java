package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.job.JobSubmission;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies, and whenever: each photo gets exactly one published result. */
class FleetChaosTest {
    private static final Pattern DONE = Pattern.compile("job (\\S+) \\S+: done ");

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("psld.seed", 7));
    private final List<NatsServer> servers = new ArrayList<>();
    private final Map<String, Process> workers = new LinkedHashMap<>();
    private final Map<String, Integer> events = new HashMap<>();
    private String urls = "";
    private int starts;

    /** One server and two workers, each killed now and then. */
    @Test
    @Tag("faults")
    void a_server_and_workers_that_are_killed_lose_and_double_nothing() throws Exception {
        servers.add(NatsServer.open(folder.resolve("s1")));
        run(60, 2, 1, 20, Duration.ofMillis(1500), 12);
    }

    /** Three servers and four workers; {@code -Dpsld.jobs=2000} by default. */
    @Test
    @Tag("faults")
    void a_cluster_and_workers_that_are_killed_or_stopped_lose_and_double_nothing() throws Exception {
        cluster();
        run(Integer.getInteger("psld.jobs", 2000), 4, 3, 50, Duration.ofMillis(2500), 60);
    }

    private void cluster() {
        List<Integer> ports = Stream.generate(NatsServer::freePort).limit(3).toList();
        List<Integer> routes = Stream.generate(NatsServer::freePort).limit(3).toList();
        for (int n = 0; n < 3; n++) {
            servers.add(NatsServer.begin(
                    folder.resolve("s" + n),
                    ports.get(n),
                    "-n",
                    "s" + n,
                    "--cluster_name",
                    "test",
                    "--cluster",
                    "nats://127.0.0.1:" + routes.get(n),
                    "--routes",
                    String.join(
                            ",",
                            routes.stream()
                                    .map(port -> "nats://127.0.0.1:" + port)
                                    .toList())));
        }
        servers.forEach(NatsServer::await);
    }

    /** @param most how often something is killed or stopped: on a machine with much else to do nothing would get done in between */
    private void run(int jobs, int hands, int replicas, long millis, Duration pause, int most) throws Exception {
        urls = String.join(",", servers.stream().map(NatsServer::url).toList());
        FleetSettings settings = new FleetSettings(
                "psld",
                replicas,
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ZERO,
                Optional.empty(),
                Duration.ofDays(1),
                FleetFixture.TASKS,
                "test",
                Offer.NOTHING,
                folder.resolve("client"));
        long began = System.nanoTime();
        try (Link link = new Link(Servers.of(urls, Optional.empty(), Optional.empty()), "test")) {
            FleetControl control = patient(() -> FleetControl.open(link, settings));
            for (int n = 0; n < hands; n++) {
                start("w" + n, replicas, millis);
            }
            List<String> ids = new ArrayList<>();
            Thread chaos = new Thread(() -> disturb(replicas, millis, pause, most), "chaos");
            chaos.start();
            for (int n = 0; n < jobs; n++) {
                Path photo = Files.writeString(folder.resolve("photo.jpg"), "photo " + n);
                String id = dev.psld.job.JobId.next(java.time.InstantSource.system());
                String name = "p" + n + ".jpg";
                ids.add(patient(() -> control.submit(id, JobSubmission.of("denoise", name, photo), Needs.NONE)));
            }
            await(control, jobs);
            chaos.interrupt();
            chaos.join();
            servers.forEach(NatsServer::revive);
            check(control, ids, began);
        } finally {
            workers.values().forEach(Process::destroyForcibly);
            servers.forEach(NatsServer::close);
        }
    }

    private interface Asking<T> {
        T of() throws Exception;
    }

    /** A server that is away is asked again, as every client does. */
    private static <T> T patient(Asking<T> asking) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (true) {
            try {
                return asking.of();
            } catch (QueueException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(200);
            }
        }
    }

    private void await(FleetControl control, int jobs) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(15).toNanos();
        // A server that is killed may give back messages that were acknowledged: they wait for nobody, and are not
        // looked at here.
        while (patient(() -> control.streams().store().count("KV_psld-ended")) < jobs) {
            assertThat(System.nanoTime())
                    .as(() -> "still at it: " + control.overview())
                    .isLessThan(end);
            Thread.sleep(500);
        }
    }

    private void check(FleetControl control, List<String> ids, long began) throws Exception {
        Map<String, Integer> told = told();
        int lost = 0;
        int wrong = 0;
        for (int n = 0; n < ids.size(); n++) {
            String id = ids.get(n);
            Optional<EndedEntry> ended = patient(() -> new JobEnds(control.streams()).of(id));
            if (ended.isEmpty() || ended.get().ending().reason().isPresent()) {
                lost++;
                continue;
            }
            StoredFile picture = LocalFiles.last(ended.get().ending().files());
            Optional<byte[]> bytes = patient(() -> control.streams().files().bytes(picture.object()));
            if (bytes.isEmpty()) {
                System.out.println(picture.object() + " is not there; " + ended.get() + "; there are "
                        + control.streams().files().names().stream()
                                .filter(name -> name.contains(id))
                                .toList());
                grep(id);
            }
            wrong += bytes.map(text -> new String(text, java.nio.charset.StandardCharsets.UTF_8))
                            .filter(("restored photo " + n)::equals)
                            .isPresent()
                    ? 0
                    : 1;
        }
        // The bucket of ends counts its writings: one more than jobs would be a second end of one.
        long twice = patient(() -> control.streams().store().lastSequence("KV_psld-ended")) - ids.size();
        long toldTwice = told.values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "%d jobs, %d workers, %d servers: %s; lost %d, wrong %d, twice %d, told twice %d; %.0f s%n",
                ids.size(),
                workers.size(),
                servers.size(),
                new java.util.TreeMap<>(events),
                lost,
                wrong,
                twice,
                toldTwice,
                (System.nanoTime() - began) / 1e9);
        assertThat(lost).isZero();
        assertThat(wrong).isZero();
        assertThat(twice).isZero();
        assertThat(toldTwice).isZero();
    }

    /** What the workers' logs say of a job. */
    private void grep(String id) throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.readString(log)
                        .lines()
                        .filter(line -> line.contains(id))
                        .forEach(line -> System.out.println("  " + log.getFileName() + ": " + line));
            }
        }
    }

    /** How often workers said that they had published a job, by its id. */
    private Map<String, Integer> told() throws IOException {
        Map<String, Integer> told = new HashMap<>();
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                Matcher done = DONE.matcher(Files.readString(log));
                while (done.find()) {
                    told.merge(done.group(1), 1, Integer::sum);
                }
            }
        }
        return told;
    }

    private void start(String name, int replicas, long millis) {
        try {
            workers.put(
                    name,
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Xmx128m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "dev.psld.fleet.SleepingWorker",
                                    name,
                                    String.valueOf(millis),
                                    "queue=" + urls,
                                    "spool=" + folder.resolve(name),
                                    "fleet.replicas=" + replicas,
                                    "fleet.memory=4",
                                    "claims.lease=5s",
                                    "claims.heartbeat=1s",
                                    "watch.rescan=1s",
                                    "reserve.memory=0B")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve(name + "-" + ++starts + ".log")
                                    .toFile())
                            .start());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Kills workers and servers, or lets them stand still for a while, until that was often enough or it is interrupted. */
    private void disturb(int replicas, long millis, Duration pause, int most) {
        try {
            for (int n = 0; n < most; n++) {
                Thread.sleep(random.nextLong(pause.toMillis() / 2, pause.toMillis() * 3 / 2));
                boolean atServer = random.nextInt(10) < 4;
                boolean kill = random.nextInt(10) < 7;
                events.merge((atServer ? "server " : "worker ") + (kill ? "killed" : "stopped"), 1, Integer::sum);
                if (atServer) {
                    NatsServer server = servers.get(random.nextInt(servers.size()));
                    if (kill) {
                        server.kill();
                        Thread.sleep(random.nextLong(500, 3000));
                        server.restart();
                        server.await();
                    } else {
                        server.signal("STOP");
                        Thread.sleep(random.nextLong(500, 6000));
                        server.signal("CONT");
                    }
                } else {
                    List<String> names = List.copyOf(workers.keySet());
                    String name = names.get(random.nextInt(names.size()));
                    Process worker = java.util.Objects.requireNonNull(workers.get(name));
                    if (kill) {
                        worker.destroyForcibly().waitFor();
                        start(name, replicas, millis);
                    } else {
                        signal(worker, "STOP");
                        Thread.sleep(random.nextLong(500, 8000)); // also longer than the lease
                        signal(worker, "CONT");
                    }
                }
            }
        } catch (InterruptedException | IllegalStateException e) {
            workers.values().forEach(worker -> signal(worker, "CONT")); // it was told to end
        }
    }

    private static void signal(Process process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
