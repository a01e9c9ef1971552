package dev.psld.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.cli.Pictures;
import dev.psld.config.AgentConfig;
import dev.psld.config.ConfigurationException;
import dev.psld.picture.Bomb;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean harm, or other pages in the same browser that do. */
class WebAttackTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // by each test, with the configuration that it attacks
    private ServedSpool web;

    @AfterEach
    void end() {
        web.close();
    }

    private ServedSpool served(Map<String, String> more) {
        web = new ServedSpool(folder, more);
        return web;
    }

    private Path photo() {
        Path file = folder.resolve("photo.png");
        return Files.exists(file) ? file : Pictures.write(file, 16, 16);
    }

    private byte[] submission() throws IOException {
        return ServedSpool.form(Map.of("task", "denoise", "photo", photo()), "photo.png");
    }

    private String post(String headers, int length) {
        return "POST /api/jobs HTTP/1.1\r\n" + headers + ServedSpool.FORM + "Content-Length: " + length
                + "\r\nConnection: close\r\n\r\n";
    }

    private ServedSpool.Answer posted(String headers) throws IOException {
        byte[] body = submission();
        byte[] head = post(headers, body.length).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return web.asked(all);
    }

    private int waiting() {
        return web.queue.jobs(0).size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "10.1.2.3", "localhost@evil.example"})
    void a_name_that_was_made_to_lead_here_reaches_nothing(String host) throws IOException {
        served(Map.of());
        assertThat(posted("Host: " + host + "\r\n").status()).isIn(400, 421);
        for (String path : List.of("/", "/api/jobs", "/app/main.js", "/api/events")) {
            ServedSpool.Answer answer =
                    web.asked(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer.status()).isIn(400, 421);
        }
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example\r\n",
                "Origin: http://localhost:1\r\n",
                "Origin: null\r\n",
                "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty\r\n",
                "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
                "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"
            })
    void another_page_in_the_browser_can_neither_post_nor_look(String headers) throws IOException {
        served(Map.of());
        assertThat(posted("Host: localhost\r\n" + headers).status()).isEqualTo(403);
        assertThat(web.asked("GET", "/api/jobs", headers, new byte[0]).status()).isEqualTo(403);
        assertThat(waiting()).isZero();
    }

    @Test
    void the_page_itself_and_a_link_to_it_are_answered() throws IOException {
        served(Map.of());
        String own = "Host: localhost:" + web.port() + "\r\nOrigin: http://localhost:" + web.port()
                + "\r\nSec-Fetch-Site: same-origin\r\n";
        assertThat(posted(own).status()).isEqualTo(201);
        assertThat(web.asked(
                                "GET",
                                "/",
                                "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
                                new byte[0])
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app/main.js", "/style.css", "/api/jobs", "/api/nothing/", "/samples/portrait1.png"})
    void no_answer_runs_a_script_in_line_or_is_framed_or_read_elsewhere(String path) throws IOException {
        served(Map.of());
        ServedSpool.Answer answer = web.get(path);
        assertThat(answer.head()).contains("X-Content-Type-Options: nosniff");
        if (answer.status() == 200) {
            assertThat(answer.head())
                    .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "same-origin")
                    .doesNotContain("unsafe", "Access-Control");
        }
    }

    @Test
    void the_page_has_neither_scripts_nor_styles_in_line_nor_anything_of_others() throws IOException {
        served(Map.of());
        String page = web.get("/").text();
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)").doesNotContainPattern("\\son\\w+=");
        assertThat(page).doesNotContain("style=", "http:", "https:", "//");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/jobs/../../etc/passwd",
                "/api/jobs/%2e%2e/picture",
                "/api/jobs/..%2f..%2fetc%2fpasswd/picture",
                "/api/jobs/%00/picture",
                "/api/jobs/a%2fb/photo",
                "/api/jobs/20260101-000000-000-12345678-1234/picture",
                "/api/jobs/20260101-000000-000-12345678-1234/samples/0",
                "/api/jobs/20260101-000000-000-12345678-1234/samples/..",
                "/app/../application.properties",
                "/app/%2e%2e/presets.json",
                "/web/index.html",
                "/presets.json",
                "/META-INF/LICENSE",
                "/samples/../index.html",
                "//etc/passwd",
                "/api/jobs/x/picture;a=b"
            })
    void no_path_of_a_request_reaches_a_file(String path) throws IOException {
        served(Map.of());
        ServedSpool.Answer answer = web.get(path);
        assertThat(answer.status()).as(answer.head()).isIn(400, 404, 200);
        assertThat(answer.text()).doesNotContain("root:", "Apache License", "\"sr4\": {");
        if (answer.status() == 200) { // the path as the server reads it, which is the page's own
            assertThat(path).isEqualTo("/samples/../index.html");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../../../etc/cron.d/x.png, x.png",
        "C:\\\\temp\\\\y.png, y.png",
        "/etc/passwd.png, passwd.png",
        "...png, ...png"
    })
    void the_name_of_an_upload_is_a_name_and_no_path(String given, String name) throws IOException {
        served(Map.of());
        ServedSpool.Answer answer = web.submit(Map.of("task", "denoise", "photo", photo()), given);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().path("name").asText()).isEqualTo(name);
        web.publish(web.take());
        try (Stream<Path> done = Files.list(web.spool.resolve("done/denoise"))) {
            assertThat(done).hasSize(4);
        }
    }

    @Test
    void more_bytes_than_are_taken_are_refused_before_they_come_and_leave_nothing() throws IOException {
        served(Map.of("web.upload", "100kB"));
        ServedSpool.Answer early =
                web.asked(post("Host: localhost\r\n", 1_000_000_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(early.status()).isEqualTo(413);
        assertThat(early.error()).contains("may have 0 MB");
        try (Socket socket = web.socket()) { // of a length that nobody told
            ServedSpool.send(
                    socket,
                    ("POST /api/jobs HTTP/1.1\r\nHost: localhost\r\n" + ServedSpool.FORM
                                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] head = "--b-o-u-n-d\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            chunk(socket, head);
            try {
                for (int n = 0; n < 100; n++) {
                    chunk(socket, new byte[8192]);
                }
            } catch (SocketException e) {
                // closed in the midst of it, as it should be
            }
            assertThat(ServedSpool.Answer.of(ServedSpool.all(socket)).status()).isIn(0, 413);
        }
        isEmpty();
        assertThat(waiting()).isZero();
    }

    private static void chunk(Socket socket, byte[] bytes) throws IOException {
        ServedSpool.send(socket, (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        ServedSpool.send(socket, bytes);
        ServedSpool.send(socket, "\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void isEmpty() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(web.spool.resolve("uploads"))) {
                assertThat(left).isEmpty();
            }
        });
    }

    @Test
    void pictures_of_more_pixels_than_are_taken_and_what_is_none_are_refused_by_their_heads() throws IOException {
        served(Map.of("web.megapixels", "1"));
        Path large = Pictures.write(folder.resolve("large.png"), 1001, 1000);
        ServedSpool.Answer answer = web.submit(Map.of("task", "denoise", "photo", large));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).contains("1001×1000", "1 megapixels");
        Path bomb = Files.write(folder.resolve("bomb.png"), Bomb.png(40_000, 40_000));
        assertThat(web.submit(Map.of("task", "denoise", "photo", bomb)).status())
                .isEqualTo(413);
        assertThat(web.submit(Map.of("task", "inpaint", "photo", photo(), "mask", bomb))
                        .status())
                .isEqualTo(413);
        Path text = Files.writeString(folder.resolve("text.png"), "<svg onload=alert(1)>");
        assertThat(web.submit(Map.of("task", "denoise", "photo", text)).status())
                .isEqualTo(415);
        Path none = Files.createFile(folder.resolve("none.png"));
        assertThat(web.submit(Map.of("task", "denoise", "photo", none)).status())
                .isEqualTo(400);
        isEmpty();
        assertThat(waiting()).isZero();
    }

    @Test
    void forms_that_are_none_or_say_what_cannot_be_are_refused_with_a_sentence() throws IOException {
        served(Map.of());
        Map<Map<String, Object>, Integer> wrong = new HashMap<>();
        wrong.put(Map.of("photo", photo()), 400);
        wrong.put(Map.of("task", "denoise"), 400);
        wrong.put(Map.of("task", "none", "photo", photo()), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "mask", photo()), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "kernel", photo()), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "extra", "x"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", "{"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", "{\"step\": 3}"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", "{\"steps\": 0}"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", "{\"featherSize\": 101}"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", "{\"model\": \"/etc\"}"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", "{\"method\": \"x\"}"), 400);
        wrong.put(Map.of("task", "denoise", "photo", photo(), "settings", " ".repeat(70_000)), 413);
        for (Map.Entry<Map<String, Object>, Integer> one : wrong.entrySet()) {
            ServedSpool.Answer answer = web.submit(one.getKey());
            assertThat(answer.status()).as(one.getKey() + " " + answer.text()).isEqualTo(one.getValue());
            assertThat(answer.error()).isNotBlank().doesNotContain(folder.toString(), "Exception");
        }
        Map<String, Object> many = new LinkedHashMap<>(Map.of("task", "denoise", "photo", photo()));
        for (int n = 0; n < 2000; n++) {
            many.put("f" + n, "x");
        }
        assertThat(web.submit(many).status()).isIn(400, 413);
        assertThat(web.asked("POST", "/api/jobs", "Content-Type: text/plain\r\n", submission())
                        .status())
                .isEqualTo(415);
        assertThat(web.asked("POST", "/api/jobs", ServedSpool.FORM, "no form".getBytes(StandardCharsets.US_ASCII))
                        .status())
                .isEqualTo(400);
        assertThat(web.submit(Map.of("task", "denoise", "photo", photo()), "a.txt")
                        .status())
                .isEqualTo(400);
        isEmpty();
        assertThat(waiting()).isZero();
        assertThat(web.log()).doesNotContain("error");
    }

    @Test
    void one_client_has_no_more_jobs_in_the_queue_than_are_allowed() throws IOException {
        served(Map.of("web.jobs-per-client", "3"));
        for (int n = 0; n < 3; n++) {
            assertThat(posted("Host: localhost\r\n").status()).isEqualTo(201);
        }
        ServedSpool.Answer fourth = posted("Host: localhost\r\n");
        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.error()).contains("3 jobs");
        String id = web.take().job().id();
        assertThat(web.post("/api/jobs/" + id + "/again", "{}").status()).isEqualTo(429);
        assertThat(waiting()).isEqualTo(3);
        web.queue.cancel(web.queue.jobs(0).get(1).id());
        assertThat(posted("Host: localhost\r\n").status()).isEqualTo(201);
        assertThat(posted("Host: localhost\r\n").status()).isEqualTo(429);
    }

    @Test
    void half_uploads_and_streams_that_nobody_reads_keep_nobody_waiting() throws IOException {
        served(Map.of());
        for (int n = 0; n < 150; n++) {
            Socket socket = web.socket();
            try {
                ServedSpool.send(
                        socket,
                        (post("Host: localhost\r\n", 100_000)
                                        + "--b-o-u-n-d\r\nContent-Disposition: form-data; name=\"photo\"")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                // Too many from here.
            }
            Socket stream = web.socket();
            try {
                ServedSpool.send(
                        stream,
                        "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                // Too many from here.
            }
        }
        long began = System.nanoTime();
        assertThat(web.get("/").status()).isEqualTo(200);
        assertThat(web.get("/api/jobs").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        assertThat(web.log()).doesNotContain("error", "Exception");
        assertThat(waiting()).isZero();
    }

    @Test
    void an_address_that_others_reach_needs_a_token_and_says_so() {
        served(Map.of());
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> AgentConfig.of(
                        Map.of("spool", folder.toString(), "web.enabled", "true", "web.address", "0.0.0.0")))
                .withMessageContaining("web.token-file")
                .withMessageContaining("0.0.0.0");
        for (String weak : List.of("", "short", "x".repeat(31))) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> Token.read(Files.writeString(folder.resolve("weak"), weak)))
                    .withMessageContaining("32 characters");
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Token.read(folder.resolve("none")))
                .withMessageContaining("cannot be read");
    }

    @Test
    void who_does_not_know_the_token_reaches_the_page_and_nothing_of_the_queue() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        served(Map.of("web.token-file", file.toString(), "web.address", "127.0.0.1"));
        assertThat(web.get("/").status()).isEqualTo(200);
        for (String path : List.of("/api/jobs", "/api/models", "/api/events", "/api/jobs/x/picture", "/api/tasks")) {
            ServedSpool.Answer answer = web.get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.head()).contains("WWW-Authenticate: Bearer");
        }
        assertThat(posted("Host: localhost\r\n").status()).isEqualTo(401);
        assertThat(posted("Host: localhost\r\nAuthorization: Bearer " + "x".repeat(32) + "\r\n")
                        .status())
                .isEqualTo(401);
        assertThat(posted("Host: localhost\r\nAuthorization: Bearer " + TOKEN + "\r\n")
                        .status())
                .isEqualTo(201);
        assertThat(web.post("/api/session", "{\"token\":\"" + "y".repeat(32) + "\"}")
                        .status())
                .isEqualTo(401);
        ServedSpool.Answer in = web.post("/api/session", "{\"token\":\"" + TOKEN + "\"}");
        assertThat(in.head()).contains("HttpOnly; SameSite=Strict").doesNotContain(TOKEN);
        String cookie = in.head().replaceAll("(?s).*Set-Cookie: ([^;]*);.*", "$1");
        assertThat(web.asked("GET", "/api/jobs", "Cookie: " + cookie + "\r\n", new byte[0])
                        .status())
                .isEqualTo(200);
        assertThat(web.asked("GET", "/api/jobs", "Cookie: psld-session=" + TOKEN + "\r\n", new byte[0])
                        .status())
                .isEqualTo(401);
        web.restart();
        assertThat(web.asked("GET", "/api/jobs", "Cookie: " + cookie + "\r\n", new byte[0])
                        .status())
                .as("the session holds over a restart")
                .isEqualTo(200);
    }
}
