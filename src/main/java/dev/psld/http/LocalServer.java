package dev.psld.http;

import dev.psld.host.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP/1.1 server for a few clients, on the loopback address or another. Thread-safe; closing it frees the port and ends its threads. */
public final class LocalServer implements AutoCloseable {
    /** One accepts, one selects, and the rest answers; a request that is half there holds none of them. */
    private static final int THREADS = 8;

    private static final int HEAD_BYTES = 8 << 10;

    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "psld-http-clock");
        made.setDaemon(true);
        return made;
    });

    /**
     * Listens from now on.
     *
     * @throws IOException when the port cannot be had
     */
    public LocalServer(Listening at, List<Route> routes, HttpLimits limits, Journal journal) throws IOException {
        ClientFaults faults = new ClientFaults(journal, System::nanoTime);
        Connections connections = new Connections(limits.connections(), limits.request(), System::nanoTime, faults);
        server = new Server(threads());
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(at.address());
        connector.setPort(at.port());
        connector.setAcceptQueueSize(limits.connections());
        connector.setIdleTimeout(limits.stall().toMillis());
        connector.addBean(connections);
        server.addConnector(connector);
        server.setErrorHandler((request, response, callback) -> {
            byte[] text = ("HTTP " + response.getStatus() + "\n").getBytes(StandardCharsets.UTF_8);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
            response.write(true, ByteBuffer.wrap(text), callback);
            return true;
        });
        server.setHandler(new Router(new RequestCheck(at, List.copyOf(routes)), connections, faults, journal));
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new IOException(e.getMessage(), e);
        }
        long half = Math.max(1, limits.request().toMillis() / 4);
        var unused = clock.scheduleWithFixedDelay(connections::check, half, half, TimeUnit.MILLISECONDS);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("psld-http");
        threads.setDaemon(true);
        return threads;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD_BYTES);
        return http;
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            // What it held is let go of with the process.
        }
    }
}
