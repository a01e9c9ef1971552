package dev.psld.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.cli.Pictures;
import dev.psld.job.HeldJob;
import dev.psld.job.JobView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers, over a spool whose agent is the test. */
class WebServerTest {
    @TempDir
    Path folder;

    private ServedSpool web;
    private Path photo = Path.of("");
    private Path mask = Path.of("");

    @BeforeEach
    void serve() {
        web = new ServedSpool(folder, Map.of());
        photo = Pictures.write(folder.resolve("a.png"), 64, 64);
        mask = Pictures.write(folder.resolve("m.png"), 64, 64);
    }

    @AfterEach
    void end() {
        web.close();
    }

    private String submitted() throws IOException {
        ServedSpool.Answer answer = web.submit(Map.of(
                "task", "inpaint", "photo", photo, "mask", mask, "settings", "{\"steps\": 5, \"featherSize\": 20}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.json().path("id").asText();
        assertThat(answer.head()).contains("Location: /api/jobs/" + id);
        return id;
    }

    private JsonNode job(String id) throws IOException {
        return web.get("/api/jobs/" + id).json();
    }

    @Test
    void a_job_goes_its_way_from_the_form_to_its_files() throws IOException {
        String first = submitted();
        String second = submitted();
        assertThat(job(second).path("state").asText()).isEqualTo("queued");
        assertThat(job(second).path("position").asInt()).isEqualTo(2);
        HeldJob held = web.take();
        assertThat(held.job().id()).isEqualTo(first);
        assertThat(held.job().name()).isEqualTo("photo.png");
        assertThat(held.photo()).hasSameBinaryContentAs(photo);
        assertThat(held.mask().orElseThrow()).hasSameBinaryContentAs(mask);
        assertThat(held.settings().steps()).hasValue(5);
        assertThat(held.settings().featherSize()).hasValue(20);
        assertThat(web.get("/api/jobs/" + first + "/photo").body()).isEqualTo(Files.readAllBytes(photo));
        assertThat(web.get("/api/jobs/" + first + "/mask").body()).isEqualTo(Files.readAllBytes(mask));
        assertThat(web.get("/api/jobs/" + first + "/settings")
                        .json()
                        .path("steps")
                        .asInt())
                .isEqualTo(5);
        assertThat(web.get("/api/jobs/" + first + "/picture").status()).isEqualTo(404);
        assertThat(web.get("/api/jobs/" + first + "/preview").status()).isEqualTo(204);
        Path picture = web.publish(held);
        assertThat(web.get("/api/jobs/" + first + "/preview").body()).isEqualTo(Files.readAllBytes(picture));
        JsonNode done = job(first);
        assertThat(done.path("state").asText()).isEqualTo("done");
        JsonNode result = done.path("result");
        assertThat(result.path("width").asInt()).isEqualTo(64);
        assertThat(result.path("seconds").asDouble()).isEqualTo(4);
        assertThat(result.path("residual").asDouble()).isEqualTo(1.5);
        assertThat(result.path("seed").asLong()).isEqualTo(7);
        assertThat(web.get(result.path("picture").asText()).body()).isEqualTo(Files.readAllBytes(picture));
        assertThat(web.get(result.path("uncertainty").asText()).head()).contains("Content-Type: image/png");
        assertThat(web.get(result.path("samples").get(0).asText()).status()).isEqualTo(200);
        assertThat(web.get(result.path("report").asText())
                        .json()
                        .path("seconds")
                        .asInt())
                .isEqualTo(4);
        assertThat(web.get("/api/jobs/" + first + "/samples/2").status()).isEqualTo(404);
        assertThat(web.get("/api/jobs").json().path("jobs")).hasSize(2);
        // what was made here tells how long the next one takes: 4 s for 20 steps of one sample
        JsonNode plan = web.get("/api/plan?task=inpaint&width=64&height=64").json();
        assertThat(plan.path("secondsPerStep").asDouble()).isEqualTo(0.2);
    }

    @Test
    void a_waiting_job_is_cancelled_at_once_and_one_in_work_is_marked() throws IOException {
        String waiting = submitted();
        assertThat(web.delete("/api/jobs/" + waiting).status()).isEqualTo(202);
        assertThat(job(waiting).path("state").asText()).isEqualTo("cancelled");
        assertThat(web.delete("/api/jobs/" + waiting).status()).isEqualTo(409);
        String working = submitted();
        HeldJob held = web.take();
        assertThat(web.delete("/api/jobs/" + working).status()).isEqualTo(202);
        assertThat(web.queue.cancelled(held.job())).isTrue();
        assertThat(web.delete("/api/jobs/20260101-000000-000-12345678-1234").status())
                .isEqualTo(404);
    }

    @Test
    void a_failed_job_tells_its_reason_and_is_made_again_with_other_settings() throws IOException {
        String id = submitted();
        web.take().fail("It is torn: mend it.");
        assertThat(job(id).path("reason").asText()).isEqualTo("It is torn: mend it.");
        ServedSpool.Answer again = web.post("/api/jobs/" + id + "/again", "{\"seed\": 99}");
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        HeldJob held = web.take();
        assertThat(held.job().id()).isEqualTo(again.json().path("id").asText());
        assertThat(held.settings().seed()).hasValue(99);
        assertThat(held.settings().steps()).hasValue(5);
        assertThat(held.mask().orElseThrow()).hasSameBinaryContentAs(mask);
        assertThat(web.post("/api/jobs/" + id + "/again", "{\"seed\": 99.5}").status())
                .isEqualTo(400);
        assertThat(web.post("/api/jobs/" + id + "/again", "[]").status()).isEqualTo(400);
        assertThat(web.asked("POST", "/api/jobs/" + id + "/again", "", "{}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);
    }

    private static final class Events implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private String id = "";

        Events(ServedSpool web, String path, Optional<String> last) throws IOException {
            socket = web.socket();
            ServedSpool.send(
                    socket,
                    ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + last.map(id -> "Last-Event-ID: " + id + "\r\n")
                                            .orElse("") + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next event of that kind. */
        JsonNode next(String kind) throws IOException {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals(kind)) {
                    return new ObjectMapper().readTree(line.substring(6));
                }
            }
            throw new IOException("the stream has ended");
        }

        /** Whether nothing but signs of life come, for a while. */
        boolean silent() throws IOException {
            socket.setSoTimeout(1500);
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ")) {
                        return false;
                    }
                }
                return false;
            } catch (java.net.SocketTimeoutException e) {
                return true;
            }
        }

        boolean ended() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data: ")) {
                line = lines.readLine();
            }
            return line == null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void events_tell_two_clients_the_same_until_the_end_with_residuals_and_previews() throws IOException {
        String id = submitted();
        try (Events all = new Events(web, "/api/events", Optional.empty());
                Events one = new Events(web, "/api/jobs/" + id + "/events", Optional.empty())) {
            assertThat(all.next("jobs").get(0).path("id").asText()).isEqualTo(id);
            assertThat(one.next("job").path("state").asText()).isEqualTo("queued");
            HeldJob held = web.take();
            assertThat(all.next("job").path("state").asText()).isEqualTo("working");
            assertThat(one.next("job").path("state").asText()).isEqualTo("working");
            // the board follows the job by now: whoever works on it finds the folder
            new JobView(3, 9, List.of(new JobView.Residual(2, 4), new JobView.Residual(3, 2.5)), 3).write(held.view());
            JobView.writePreview(held.view(), Files.readAllBytes(photo));
            JsonNode seen = all.next("job");
            assertThat(seen.path("step").asInt()).isEqualTo(3);
            assertThat(seen.path("steps").asInt()).isEqualTo(9);
            assertThat(seen.path("residuals").get(1).path("value").asDouble()).isEqualTo(2.5);
            assertThat(one.next("job")).isEqualTo(seen);
            assertThat(web.get(seen.path("preview").asText()).body()).isEqualTo(Files.readAllBytes(photo));
            web.publish(held);
            assertThat(all.next("job").path("state").asText()).isEqualTo("done");
            assertThat(one.next("job").path("state").asText()).isEqualTo("done");
            assertThat(one.ended()).isTrue();
        }
    }

    @Test
    void who_returns_is_told_what_is_new_and_after_a_restart_everything() throws IOException {
        String first = submitted();
        String last;
        try (Events events = new Events(web, "/api/events", Optional.empty())) {
            events.next("jobs");
            last = events.id;
        }
        try (Events events = new Events(web, "/api/events", Optional.of(last))) {
            assertThat(events.silent()).isTrue();
        }
        String second = submitted();
        try (Events events = new Events(web, "/api/events", Optional.of(last))) {
            assertThat(events.next("job").path("id").asText()).isEqualTo(second);
        }
        HeldJob held = web.take();
        web.restart();
        try (Events events = new Events(web, "/api/events", Optional.of(last))) {
            JsonNode jobs = events.next("jobs");
            assertThat(jobs).hasSize(2);
            assertThat(jobs.get(0).path("id").asText()).isEqualTo(first);
            assertThat(jobs.get(0).path("state").asText()).isEqualTo("working");
            web.publish(held);
            assertThat(events.next("job").path("state").asText()).isEqualTo("done");
        }
    }

    @Test
    void the_catalog_tells_models_tasks_and_the_five_sliders() throws IOException {
        assertThat(web.get("/api/models").json()).hasSize(2);
        JsonNode sliders = web.get("/api/tasks").json().path("sliders");
        assertThat(sliders)
                .extracting(s -> s.path("name").asText())
                .containsExactly("steps", "gamma", "featherSize", "featherSigma", "omega");
        assertThat(sliders).extracting(s -> s.path("least").asDouble()).containsExactly(1.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(sliders).extracting(s -> s.path("most").asDouble()).containsExactly(1000.0, 1.0, 100.0, 25.0, 2.0);
        JsonNode presets = web.get("/api/presets").json();
        assertThat(presets).hasSize(18);
        JsonNode plan = web.get("/api/plan?task=inpaint&width=64&height=64").json();
        assertThat(plan.path("model").asText()).isEqualTo("portrait64");
        assertThat(plan.path("weights").path("gamma").asDouble()).isEqualTo(0.1);
        assertThat(plan.path("steps").asInt()).isEqualTo(25);
        assertThat(web.get("/api/plan?task=sr&width=4000&height=3000&scale=2")
                        .json()
                        .path("model")
                        .asText())
                .isEqualTo("photo");
        for (String wrong : List.of(
                "task=none&width=1&height=1",
                "width=1&height=1",
                "task=sr&width=0&height=1",
                "task=sr&width=1&height=1&scale=9",
                "task=sr&width=1&height=1&model=../x",
                "task=sr&width=1&height=1&model=photo&method=pnp&samples=3",
                "task=sr&width=1&height=1&method=x")) {
            ServedSpool.Answer answer = web.get("/api/plan?" + wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.error()).isNotBlank();
        }
    }

    @Test
    void without_a_token_everybody_on_this_machine_is_let_in() throws IOException {
        JsonNode session = web.get("/api/session").json();
        assertThat(session.path("token").asBoolean()).isFalse();
        assertThat(session.path("open").asBoolean()).isTrue();
    }
}
