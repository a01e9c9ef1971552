package dev.psld.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.psld.config.AgentConfig;
import dev.psld.config.ConfigurationException;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Metrics and health over HTTP, for this machine alone: {@code /metrics}, {@code /healthz} (the process answers),
 * {@code /readyz} (it can take photos). Thread-safe; closing it frees the port.
 */
final class Endpoint implements AutoCloseable {
    /** So that one that sends half a request, and waits, keeps nobody else from an answer. */
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;

    /** @throws ConfigurationException when the port cannot be had */
    Endpoint(AgentConfig.Http http, Counters counters, Supplier<Status> status, Supplier<Map<String, Long>> natives) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), http.port());
        try {
            server = HttpServer.create(address, 8);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "http.port " + http.port() + " cannot be listened on: " + e.getMessage() + "; choose another", e);
        }
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "psld-http");
            thread.setDaemon(true);
            return thread;
        });
        JvmMetrics.builder().register(counters.registry());
        MetricsHandler metrics = new MetricsHandler(counters.registry());
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> {
            counters.shows(status.get(), natives.get());
            metrics.handle(exchange);
        });
        server.createContext("/healthz", exchange -> answer(exchange, 200, "alive\n"));
        server.createContext("/readyz", exchange -> {
            Status now = status.get();
            boolean ready = now.state().equals(State.IDLE.word()) || now.state().equals(State.WORKING.word());
            answer(
                    exchange,
                    ready ? 200 : 503,
                    now.state() + (now.sentence().isEmpty() ? "" : ": " + now.sentence()) + "\n");
        });
        server.start();
    }

    /** The port that it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
