package dev.psld.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.psld.file.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that behaves as huggingface.co does: a tree in pages, large files behind a redirect to another host, ranges, tokens,
 * errors by header; and that breaks connections, answers 503 or lies, as it is told. Closed by whoever opened it.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static final int PAGE = 3;
    private static final int LARGE = 1000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Map<String, byte[]> files = new TreeMap<>();
    /** Method, path, range and whether a token came, of every request. */
    final List<String> seen = new CopyOnWriteArrayList<>();
    /** Connections that break after so many bytes of a file. */
    final AtomicInteger breaks = new AtomicInteger();

    final AtomicInteger unavailable = new AtomicInteger();
    int breakAfter = 10_000;
    boolean ranges = true;
    String tag = "\"one\"";
    String lie = "";
    String token = "";
    String errorCode = "";
    int error;

    private final HttpServer server;

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        String range = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
        String authorization =
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        seen.add(path + " " + range + (authorization.isEmpty() ? "" : " token"));
        try {
            if (error != 0) {
                exchange.getResponseHeaders().set("X-Error-Code", errorCode);
                exchange.sendResponseHeaders(error, -1);
            } else if (path.startsWith("/api/") && !token.isEmpty() && !authorization.equals("Bearer " + token)) {
                exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
                exchange.sendResponseHeaders(401, -1);
            } else if (path.startsWith("/api/models/owner/name/revision/")) {
                if (!path.endsWith("/main")) {
                    exchange.getResponseHeaders().set("X-Error-Code", "RevisionNotFound");
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    json(exchange, MAPPER.createObjectNode().put("sha", COMMIT));
                }
            } else if (path.equals("/api/models/owner/name/tree/" + COMMIT)) {
                tree(exchange, query);
            } else if (path.startsWith("/owner/name/resolve/" + COMMIT + "/")) {
                String name = path.substring(("/owner/name/resolve/" + COMMIT + "/").length());
                if (content(name).length >= LARGE) {
                    exchange.getResponseHeaders().set("Location", "http://localhost:" + port() + "/cdn/" + name);
                    exchange.sendResponseHeaders(302, -1);
                } else {
                    send(exchange, content(name), range);
                }
            } else if (path.startsWith("/cdn/")) {
                send(exchange, content(path.substring("/cdn/".length())), range);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } finally {
            exchange.close();
        }
    }

    private byte[] content(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private void tree(HttpExchange exchange, String query) throws IOException {
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
        List<Map.Entry<String, byte[]>> all = new ArrayList<>(files.entrySet());
        ArrayNode page = MAPPER.createArrayNode();
        page.addObject().put("type", "directory").put("path", "unet");
        for (Map.Entry<String, byte[]> file : all.subList(from, Math.min(all.size(), from + PAGE))) {
            ObjectNode entry = page.addObject()
                    .put("type", "file")
                    .put("path", file.getKey())
                    .put("size", file.getValue().length)
                    .put("oid", git(file.getValue()));
            if (file.getValue().length >= LARGE) {
                String sha = file.getKey().equals(lie) ? "0".repeat(64) : Sha256.of(file.getValue());
                entry.put("oid", "f".repeat(40))
                        .putObject("lfs")
                        .put("oid", sha)
                        .put("size", file.getValue().length);
            }
        }
        if (from + PAGE < all.size()) {
            exchange.getResponseHeaders()
                    .set(
                            "Link",
                            "<" + endpoint() + exchange.getRequestURI().getPath() + "?recursive=true&cursor="
                                    + (from + PAGE) + ">; rel=\"next\"");
        }
        json(exchange, page);
    }

    private void send(HttpExchange exchange, byte[] bytes, String range) throws IOException {
        if (unavailable.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", tag);
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        boolean partial = ranges && !range.isEmpty() && (condition == null || condition.equals(tag));
        int from = partial ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
        if (from >= bytes.length && from > 0) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (partial) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(partial ? 206 : 200, bytes.length - from);
        boolean breaking = bytes.length - from > breakAfter && breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(Arrays.copyOfRange(bytes, from, breaking ? from + breakAfter : bytes.length));
            out.flush();
        } catch (IOException e) {
            // A body that is shorter than was told: what a broken connection is.
        }
    }

    private static void json(HttpExchange exchange, Object value) throws IOException {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String git(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
