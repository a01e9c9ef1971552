package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of jobs in one agent leave memory, threads, files and native objects as they were. */
@ExtendWith(AgentLogs.class)
class SoakTest {
    private int port;

    @TempDir
    Path folder;

    /** Megabytes, threads, open files and native objects at one time. */
    private record Reading(double mb, double threads, double files, double natives) {}

    @Test
    void dozens_of_jobs() throws Exception {
        run(60);
    }

    @Test
    @Tag("faults")
    void thousands_of_jobs() throws Exception {
        List<Reading> readings = run(Integer.getInteger("psld.jobs", 5000));
        int tenth = readings.size() / 10;
        Reading first = mean(readings.subList(0, tenth));
        Reading last = mean(readings.subList(readings.size() - tenth, readings.size()));
        assertThat(last.mb()).isLessThan(first.mb() * 1.1 + 10);
        assertThat(last.threads()).isLessThanOrEqualTo(first.threads() + 1);
        assertThat(last.files()).isLessThanOrEqualTo(first.files() + 2);
        assertThat(last.natives()).isLessThanOrEqualTo(first.natives() + 1);
    }

    private List<Reading> run(int jobs) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path model = TinyBundle.folder(folder.resolve("model"));
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Drops drops = new Drops(spool, folder, 4);
        List<Reading> readings = new ArrayList<>();
        List<String> settings = new ArrayList<>(List.of("http.enabled=true", "http.port=" + port, "log=warning"));
        List<String> tasks = List.of("denoise", "sr4", "inpaint-random", "deblur-gaussian");
        tasks.forEach(task -> settings.add("tasks." + task + ".steps=2"));
        try (AgentProcess agent = new AgentProcess(spool, model, folder.resolve("log"), settings)) {
            int dropped = 0;
            int done = 0;
            while (done < jobs) {
                while (dropped < jobs && dropped - done < 60) {
                    drops.photo(tasks.get(dropped % tasks.size()), String.format(Locale.ROOT, "p%05d.png", dropped++));
                }
                int before = done;
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(100))
                        .failFast("the agent has died", () -> !agent.alive())
                        .until(() -> ended() >= Math.min(jobs, before + 20));
                done = (int) ended();
                readings.add(
                        new Reading(agent.residentMb(), agent.threads(), agent.files(), metric("psld_native_objects")));
            }
            Inventory inventory = Inventory.of(spool, drops.all());
            int tenth = Math.max(1, readings.size() / 10);
            System.out.printf(
                    "%d jobs: %d done, %d failed; first and last tenth: %s, %s%n",
                    jobs,
                    inventory.done(),
                    inventory.failed(),
                    mean(readings.subList(0, tenth)),
                    mean(readings.subList(readings.size() - tenth, readings.size())));
            assertThat(inventory.done()).isEqualTo(jobs);
        }
        return readings;
    }

    /** Means, but the fewest native objects: a reading in the midst of a job counts that job's own. */
    private static Reading mean(List<Reading> readings) {
        return new Reading(
                readings.stream().mapToDouble(Reading::mb).average().orElseThrow(),
                readings.stream().mapToDouble(Reading::threads).average().orElseThrow(),
                readings.stream().mapToDouble(Reading::files).average().orElseThrow(),
                readings.stream().mapToDouble(Reading::natives).min().orElseThrow());
    }

    private double ended() throws IOException, InterruptedException {
        return metric("psld_jobs_total");
    }

    /** The sum of a metric over its labels; 0 while nobody answers. */
    private double metric(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            String text =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return text.lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (java.net.ConnectException e) {
            return 0;
        }
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
}
