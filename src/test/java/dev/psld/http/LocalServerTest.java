package dev.psld.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.host.Journal;
import dev.psld.host.Priority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of all kinds, by the bytes that they send. */
@Tag("slow")
class LocalServerTest {
    private static final HttpLimits LIMITS = new HttpLimits(64, Duration.ofSeconds(2), Duration.ofSeconds(3));

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<Socket> sockets = new ArrayList<>();
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        Journal journal = new Journal(
                new PrintStream(log, true, StandardCharsets.UTF_8), false, Priority.DEBUG, Clock.systemUTC());
        server = new LocalServer(
                Listening.loopback(0),
                List.of(
                        new TextRoute("/alive", Set.of("name[]"), request -> TextRoute.Answer.text(200, "alive\n")),
                        new TextRoute("/large", Set.of(), request -> TextRoute.Answer.text(200, "x".repeat(8 << 20))),
                        new TextRoute("/broken", Set.of(), request -> {
                            throw new IllegalStateException("a defect");
                        })),
                LIMITS,
                journal);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** All that comes until the server closes; empty when it does so without a word. */
    private static String all(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        }
    }

    private String asked(String request) throws IOException {
        try (Socket socket = socket()) {
            send(socket, request);
            return all(socket);
        }
    }

    private String get(String path) throws IOException {
        return asked("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nConnection: close\r\n\r\n");
    }

    /** What anybody else hears, and how soon. */
    private void isHeard() throws IOException {
        long began = System.nanoTime();
        assertThat(get("/alive")).startsWith("HTTP/1.1 200").endsWith("alive\n");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    private long lines() {
        return log.toString(StandardCharsets.UTF_8).lines().count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /alive HTTP/1.1\r\n",
                "GET /alive HTTP/1.1\r\nHost: localhost\r\nX: ",
                "POST /alive HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx",
                "POST /alive HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nx"
            })
    void a_hundred_half_requests_are_let_go_of_and_keep_nobody_waiting(String half) throws IOException {
        List<Socket> halves = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            Socket socket = socket();
            try {
                send(socket, half);
            } catch (SocketException e) {
                // Closed already: there are too many.
            }
            halves.add(socket);
        }
        isHeard();
        for (Socket socket : halves) {
            all(socket); // ends only when the server closes, and fails after 20 s
        }
        assertThat(lines()).isLessThanOrEqualTo(3);
    }

    @Test
    void one_byte_now_and_then_is_no_way_to_stay() throws Exception {
        try (Socket socket = socket()) {
            long began = System.nanoTime();
            boolean closed = false;
            for (int n = 0; n < 100 && !closed; n++) {
                try {
                    send(socket, n == 0 ? "GET /alive HTTP/1.1\r\nX: " : "x");
                    Thread.sleep(100);
                } catch (SocketException e) {
                    closed = true;
                }
            }
            assertThat(closed).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        }
        isHeard();
    }

    @Test
    void a_thousand_connections_keep_nobody_from_an_answer_and_leave_nothing_open() throws IOException {
        for (int n = 0; n < 1000; n++) {
            socket();
        }
        isHeard();
        assertThat(lines()).isLessThanOrEqualTo(2);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (Socket first = sockets.get(999)) {
                assertThat(all(first)).isEmpty();
            }
        });
        isHeard();
    }

    @Test
    void clients_that_hang_up_leave_few_lines() throws IOException {
        for (int n = 0; n < 300; n++) {
            try (Socket socket = socket()) {
                if (n % 2 == 0) {
                    socket.setSoLinger(true, 0);
                }
                send(socket, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
        }
        isHeard();
        assertThat(lines()).isLessThanOrEqualTo(3);
    }

    @Test
    void clients_that_do_not_read_hold_no_thread() throws IOException {
        for (int n = 0; n < 50; n++) {
            send(socket(), "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        isHeard();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "10.0.0.1",
                "[::2]"
            })
    void a_foreign_host_gets_nothing(String host) throws IOException {
        assertThat(asked("GET /alive HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421")
                .doesNotContain("alive\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1234", "localhost", "LOCALHOST:9", "[::1]:8080"})
    void this_machine_may_call_itself_as_it_does(String host) throws IOException {
        assertThat(asked("GET /alive HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_page_of_another_server_is_not_answered() throws IOException {
        String head = "GET /alive HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\nOrigin: ";
        assertThat(asked(head + "http://evil.example\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(asked(head + "http://localhost:2\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(asked(head + "null\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(asked(head + "http://localhost:1\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404",
        "GET, /alive/, 404",
        "GET, /alive/../alive, 200",
        "GET, /aliveX, 404",
        "GET, /ALIVE, 404",
        "GET, /%2e%2e/etc/passwd, 400",
        "GET, /alive?debug=x, 400",
        "GET, /alive?name[]=a&name[]=b, 200",
        "GET, /alive?%ff=%zz, 400",
        "GET, /broken, 500",
        "HEAD, /alive, 200",
        "POST, /alive, 405",
        "DELETE, /alive, 405",
        "TRACE, /alive, 405",
        "OPTIONS, *, 404",
        "BREW, /alive, 405",
        "CONNECT, evil.example:443, 4"
    })
    void methods_paths_and_queries_are_answered_as_they_should(String method, String path, String status)
            throws IOException {
        String answer = asked(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("Exception", "\tat ", "Jetty");
        if (status.equals("405")) {
            assertThat(answer).contains("Allow: GET, HEAD");
        }
        if (method.equals("HEAD")) {
            assertThat(answer).contains("Content-Length: 6").endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "\0\1\2\3\r\n\r\n",
                "GET /alive HTTP/9.9\r\n\r\n",
                "GET /alive HTTP/1.1\r\n\r\n",
                "GET /alive HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                "GET /alive HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "GET /alive HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void damaged_requests_are_refused(String request) throws IOException {
        assertThat(asked(request)).matches("(?s)(HTTP/1.1 (4\\d\\d|505).*)?").doesNotContain("alive\n", "Exception");
    }

    @Test
    void a_head_without_end_is_refused() throws IOException {
        assertThat(asked("GET /alive HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9000)))
                .startsWith("HTTP/1.1 431");
    }

    /** A request, how many answers it gets at most, and the status of the first; a connection closed without a word is as good. */
    static Stream<Arguments> brothers() {
        String alive = "GET /alive HTTP/1.1\r\n";
        String host = "Host: localhost\r\n";
        String last = alive + host + "Connection: close\r\n\r\n";
        String smuggled = "GET /large HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n";
        return Stream.of(
                Arguments.of("pipelined", 3, "200", (alive + host + "\r\n").repeat(2) + last),
                Arguments.of("pipelined after a fault", 1, "404", "GET /x HTTP/1.1\r\n" + host + "\r\n" + last),
                Arguments.of(
                        "chunked body on GET",
                        2,
                        "200",
                        alive + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + last),
                Arguments.of(
                        "damaged chunk",
                        1,
                        "200|400",
                        alive + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + last),
                Arguments.of("unknown coding", 1, "400|501", alive + host + "Transfer-Encoding: br\r\n\r\n" + last),
                Arguments.of("Host twice", 1, "400", alive + host + host + "\r\n"),
                Arguments.of("Host twice in one", 1, "400|421", alive + "Host: localhost, evil.example\r\n\r\n"),
                Arguments.of("no Host", 1, "400", alive + "\r\n"),
                Arguments.of("empty Host", 1, "400|421", alive + "Host:\r\n\r\n"),
                Arguments.of(
                        "foreign authority",
                        1,
                        "400|421",
                        "GET http://evil.example/alive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of(
                        "foreign authority and Host",
                        1,
                        "421",
                        "GET http://evil.example/alive HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                Arguments.of(
                        "foreign authority of an old client",
                        1,
                        "400|421",
                        "GET http://evil.example/alive HTTP/1.0\r\n\r\n"),
                Arguments.of(
                        "a user in the authority",
                        1,
                        "400|421",
                        "GET http://localhost@evil.example/alive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of(
                        "own authority",
                        1,
                        "200",
                        "GET http://localhost/alive HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"),
                Arguments.of("HTTP/1.0", 1, "200", "GET /alive HTTP/1.0\r\n" + host + "\r\n"),
                Arguments.of("HTTP/0.9", 1, "400|426|505", "GET /alive\r\n\r\n"),
                Arguments.of("HTTP/2 without asking", 1, "400|426|505", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("long URI", 1, "414", "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("long header", 1, "431", alive + host + "X: " + "x".repeat(20_000) + "\r\n\r\n"),
                Arguments.of("many headers", 1, "431", alive + host + "X: y\r\n".repeat(5_000) + "\r\n"),
                Arguments.of("lower-case method", 1, "400|405", "get /alive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("OPTIONS *", 1, "400|404|405", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("CONNECT", 1, "400|404|405|421", "CONNECT localhost:80 HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("TRACE", 1, "405", "TRACE /alive HTTP/1.1\r\n" + host + "Cookie: secret\r\n\r\n"),
                Arguments.of(
                        "Expect",
                        1,
                        "200|417",
                        alive + host + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"),
                Arguments.of("Expect of something else", 1, "400|417", alive + host + "Expect: tea\r\n\r\n"),
                Arguments.of(
                        "length and chunks",
                        1,
                        "400",
                        alive + host + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
                Arguments.of(
                        "two lengths",
                        1,
                        "400",
                        alive + host + "Content-Length: 0\r\nContent-Length: 60\r\n\r\n" + smuggled),
                Arguments.of(
                        "space before the colon", 1, "400", alive + host + "Content-Length : 60\r\n\r\n" + smuggled),
                Arguments.of("folded header", 1, "400", alive + host + "X: y\r\n z\r\n\r\n"),
                Arguments.of("NUL in a value", 1, "400", alive + host + "X: a\0b\r\n\r\n"),
                Arguments.of("NUL in a name", 1, "400", alive + host + "X\0: b\r\n\r\n"),
                Arguments.of("NUL in the path", 1, "400", "GET /ali\0ve HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("NUL written in the path", 1, "400|404", "GET /alive%00 HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("out of the root", 1, "400", "GET /../etc/passwd HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("..%2f", 1, "400|404", "GET /..%2falive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("x/..%2f", 1, "400|404", "GET /x/..%2f..%2falive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("%252e", 1, "400|404", "GET /%252e%252e/alive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("backslash", 1, "400|404", "GET /..\\alive HTTP/1.1\r\n" + host + "\r\n"),
                Arguments.of("half a TLS greeting", 1, "400", "\26\3\1\2\0\1\0\1\374\3\3" + "\245".repeat(32)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brothers")
    void what_else_comes_by_is_answered_by_a_status_or_closed(String kind, int most, String status, String request)
            throws IOException {
        Socket open = socket();
        try {
            send(open, request);
        } catch (SocketException e) {
            // Closed already.
        }
        isHeard();
        String answer = all(open);
        assertThat(answer).matches("(?s)(HTTP/1\\.[01] (" + status + ") .*)?");
        assertThat(answer.split("HTTP/1\\.1 \\d\\d\\d ", -1)).hasSizeLessThanOrEqualTo(most + 1);
        assertThat(answer).doesNotContain("Exception", "\tat ", "Jetty", "xxxx", "secret");
        if (status.equals("200")) {
            assertThat(answer).endsWith("alive\n");
        }
        assertThat(lines()).isLessThanOrEqualTo(1);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("Exception");
    }

    @Test
    void a_connection_may_be_kept_for_several_requests() throws IOException {
        try (Socket socket = socket()) {
            for (int n = 0; n < 20; n++) {
                send(socket, "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n");
                StringBuilder answer = new StringBuilder();
                while (!answer.toString().endsWith("alive\n")) {
                    int c = socket.getInputStream().read();
                    assertThat(c).isNotNegative();
                    answer.append((char) c);
                }
            }
        }
        assertThat(lines()).isZero();
    }

    @Test
    void an_old_client_without_a_host_is_answered() throws IOException {
        assertThat(asked("GET /alive HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("alive\n");
    }
}
