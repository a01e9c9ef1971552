package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A NATS server with JetStream in a process of its own, on a free port of this machine. Closing it kills the process. */
public final class NatsServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<String> more;
    private Process process;

    private NatsServer(Path folder, int port, List<String> more) {
        this.folder = folder;
        this.port = port;
        this.more = List.copyOf(more);
        this.process = start();
    }

    /** Starts one, and waits until it answers. */
    public static NatsServer open(Path folder, String... more) {
        NatsServer server = new NatsServer(folder, freePort(), List.of(more));
        server.await();
        return server;
    }

    /** On a port of the caller's, without waiting: the servers of a cluster wait for each other. */
    static NatsServer begin(Path folder, int port, String... more) {
        return new NatsServer(folder, port, List.of(more));
    }

    /** Where Debian puts it is not on every path. */
    static String program() {
        String given = System.getenv("NATS_SERVER"); // another version
        if (given != null) {
            return given;
        }
        return Files.isExecutable(Path.of("/usr/sbin/nats-server")) ? "/usr/sbin/nats-server" : "nats-server";
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() {
        List<String> command = new ArrayList<>(
                List.of(program(), "-a", "127.0.0.1", "-p", String.valueOf(port), "-js", "-sd", folder.toString()));
        command.addAll(more);
        try {
            Files.createDirectories(folder);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    public void await() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .failFast("nats-server has ended", () -> !process.isAlive())
                .ignoreExceptions()
                .until(this::answers);
    }

    /** The same of a server that lets in only whom it knows. */
    void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(process.isAlive()).as(log()).isTrue())
                .until(() -> log().contains("Server is ready"));
    }

    private boolean answers() throws Exception {
        Connection connection = Nats.connect(url());
        try {
            return connection.jetStreamManagement().getAccountStatistics() != null;
        } finally {
            connection.close();
        }
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** As the power does it. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it does not die");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the same files on the same port. */
    void restart() {
        kill();
        process = start();
    }

    /** Whatever was done to it, it answers again. */
    void revive() {
        if (process.isAlive()) {
            signal("CONT");
        } else {
            restart();
        }
        await();
    }

    /** Stops it as it stands, or lets it go on. */
    void signal(String name) {
        try {
            Process sent = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            if (sent.waitFor() != 0) {
                throw new IOException("kill -" + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
