package dev.psld.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.cli.agent.SpoolOptions;
import dev.psld.config.AgentConfig;
import dev.psld.host.Journal;
import dev.psld.host.Priority;
import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import dev.psld.job.RestoreResult;
import dev.psld.operator.Task;
import dev.psld.spool.AgentIdentity;
import dev.psld.spool.Spool;
import dev.psld.spool.SpoolControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A page over a spool of a test's own, whose agent is the test. Closing it ends the server. */
final class ServedSpool implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Two models that nobody loads. */
    private static final ModelCatalog MODELS = new ModelCatalog() {
        @Override
        public List<Model> models() {
            return List.of(
                    new Model(
                            "photo",
                            "photo",
                            "free",
                            true,
                            512,
                            512,
                            false,
                            List.of("pnp", "diffpir"),
                            Optional.empty()),
                    new Model(
                            "portrait64",
                            "portrait64",
                            "free",
                            false,
                            64,
                            64,
                            false,
                            List.of("psld"),
                            Optional.empty()));
        }

        @Override
        public String choose(Task task, int width, int height, int scale, Optional<String> method, boolean fit) {
            return width == 64 && height == 64 ? "portrait64" : "photo";
        }
    };

    final Path spool;
    final JobQueue queue;
    private final AgentConfig config;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<Socket> sockets = new ArrayList<>();
    private WebServer server;

    ServedSpool(Path folder, Map<String, String> more) {
        spool = folder.resolve("spool");
        Map<String, String> values = new TreeMap<>(more);
        values.put("spool", spool.toString());
        values.put("web.enabled", "true");
        values.putIfAbsent("web.port", "0");
        values.putIfAbsent("reserve.disk", "1MB");
        config = AgentConfig.of(values);
        queue = Spool.open(
                spool,
                SpoolOptions.of(config),
                AgentIdentity.current("test"),
                InstantSource.system(),
                System::nanoTime);
        server = server();
    }

    private WebServer server() {
        Journal journal = new Journal(
                new PrintStream(log, true, StandardCharsets.UTF_8), false, Priority.DEBUG, Clock.systemUTC());
        return new WebServer(
                WebSetup.of(
                        config, SpoolControl.open(spool, SpoolOptions.of(config)), MODELS, spool.resolve("uploads")),
                journal);
    }

    int port() {
        return server.port();
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** As after a crash: another server on the same spool, and the same port if that is fixed. */
    void restart() {
        server.close();
        server = server();
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** All that comes until the server closes. */
    static byte[] all(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            return new byte[0];
        }
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answer(int status, String head, byte[] body) {
        static Answer of(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Answer(0, text, new byte[0]);
            }
            byte[] body = new byte[bytes.length - end - 4];
            System.arraycopy(bytes, end + 4, body, 0, body.length);
            return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(text(), e);
            }
        }

        String error() {
            return json().path("error").asText();
        }
    }

    /** What is answered to these bytes. */
    Answer asked(byte[] request) throws IOException {
        try (Socket socket = socket()) {
            try {
                send(socket, request);
            } catch (SocketException e) {
                // Refused before all of it was sent: the answer says why.
            }
            return Answer.of(all(socket));
        }
    }

    Answer asked(String method, String path, String headers, byte[] body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\nConnection: close\r\n"
                + headers + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n";
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[bytes.length + body.length];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        System.arraycopy(body, 0, all, bytes.length, body.length);
        return asked(all);
    }

    Answer get(String path) throws IOException {
        return asked("GET", path, "", new byte[0]);
    }

    Answer post(String path, String json) throws IOException {
        return asked("POST", path, "Content-Type: application/json\r\n", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer delete(String path) throws IOException {
        return asked("DELETE", path, "", new byte[0]);
    }

    static final String FORM = "Content-Type: multipart/form-data; boundary=b-o-u-n-d\r\n";

    /** A form; a Path is a file, anything else a text. */
    static byte[] form(Map<String, ?> fields, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, ?> field : fields.entrySet()) {
            boolean file = field.getValue() instanceof Path;
            out.writeBytes(("--b-o-u-n-d\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\""
                            + (file ? "; filename=\"" + name + "\"\r\nContent-Type: image/png" : "") + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.writeBytes(
                    field.getValue() instanceof Path path
                            ? Files.readAllBytes(path)
                            : String.valueOf(field.getValue()).getBytes(StandardCharsets.UTF_8));
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("--b-o-u-n-d--\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    Answer submit(Map<String, ?> fields) throws IOException {
        return submit(fields, "photo.png");
    }

    Answer submit(Map<String, ?> fields, String name) throws IOException {
        return asked("POST", "/api/jobs", FORM, form(fields, name));
    }

    HeldJob take() {
        return queue.look().next().orElseThrow().take().orElseThrow();
    }

    /** Publishes the photo itself, with a report and a map. */
    Path publish(HeldJob job) throws IOException {
        Path picture = Files.copy(job.photo(), job.staging().resolve("photo.png"));
        Path map = Files.copy(job.photo(), job.staging().resolve("photo.uncertainty.png"));
        Path one = Files.copy(job.photo(), job.staging().resolve("photo-s1.png"));
        Path report = Files.writeString(
                job.staging().resolve("photo.json"),
                "{\"output\":\"photo.png\",\"task\":\"" + job.job().task() + "\",\"model\":{\"name\":\"portrait64\"},"
                        + "\"settings\":{\"steps\":20,\"seed\":7},\"seconds\":4.0,"
                        + "\"samples\":[{\"file\":\"photo-s1.png\",\"residual\":1.5}]}");
        return job.publish(new RestoreResult(picture, List.of(map, one, report), List.of()));
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed already.
            }
        }
        server.close();
    }
}
