package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.Agent;
import dev.psld.host.Journal;
import dev.psld.host.Priority;
import dev.psld.job.JobSubmission;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How throughput grows with the workers, and what the queue adds to a job: workers sleep as long as real steps take, so that one
 * machine is enough for many. {@code -Dpsld.workers=1,2,4,8,16 -Dpsld.millis=2000}.
 */
@Tag("faults")
class FleetScalingTest {
    private static final int JOBS_EACH = 12;

    @TempDir
    Path folder;

    @Test
    void workers_add_up() throws Exception {
        long millis = Long.getLong("psld.millis", 2000);
        double one = 0;
        for (String count : System.getProperty("psld.workers", "1,2,4,8,16").split(",", -1)) {
            int workers = Integer.parseInt(count);
            double seconds = seconds(workers, JOBS_EACH * workers, millis);
            double rate = JOBS_EACH * workers / seconds;
            one = one == 0 ? rate / workers : one;
            System.out.printf(
                    "%d workers: %.2f jobs/s, %.3f of %d times one; %.0f ms added to a job of %d ms%n",
                    workers, rate, rate / (one * workers), workers, seconds * 1000 / JOBS_EACH - millis, millis);
            assertThat(rate / (one * workers)).isGreaterThan(0.95);
        }
    }

    private double seconds(int workers, int jobs, long millis) throws Exception {
        try (NatsServer server = NatsServer.open(folder.resolve("s" + workers));
                Link link = new Link(Servers.of(server.url(), Optional.empty(), Optional.empty()), "test")) {
            FleetControl control =
                    FleetControl.open(link, FleetFixture.settings("psld", folder.resolve("client" + workers)));
            List<Agent> agents = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int n = 0; n < workers; n++) {
                Journal quiet = new Journal(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        false,
                        Priority.ERROR,
                        Clock.systemUTC());
                Agent agent = SleepingWorker.agent(
                        "w" + n,
                        millis,
                        Map.of(
                                "queue",
                                server.url(),
                                "spool",
                                folder.resolve("w" + workers + "-" + n).toString(),
                                "reserve.memory",
                                "0B"),
                        quiet);
                agents.add(agent);
                Thread thread = new Thread(agent::run, "worker " + n);
                thread.start();
                threads.add(thread);
            }
            control.pause();
            for (int n = 0; n < jobs; n++) {
                Path photo = Files.writeString(folder.resolve("photo.jpg"), "photo " + n);
                String unused = control.submit(JobSubmission.of("denoise", "p" + n + ".jpg", photo));
            }
            while (control.overview().workers().size() < workers) {
                Thread.sleep(100);
            }
            Thread.sleep(Duration.ofSeconds(2).toMillis()); // they look at the pause every second
            control.resume();
            while (control.streams().store().count("KV_psld-claims") == 0) {
                Thread.sleep(5);
            }
            long began = System.nanoTime();
            while (control.streams().store().count("KV_psld-ended") < jobs) {
                Thread.sleep(20);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            agents.forEach(Agent::stop);
            for (Thread thread : threads) {
                thread.join();
            }
            return seconds;
        }
    }
}
