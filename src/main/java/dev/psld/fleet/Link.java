package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The connection of this process to the servers of a fleet: made when it is first needed, and then kept over anything that
 * happens to servers and network. Thread-safe; closing it ends it.
 */
public final class Link implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final Duration PING = Duration.ofSeconds(10);
    private static final long FIRST_WAIT = 100;
    private static final long LONGEST_WAIT = 5_000;

    /** How long a server may take for an answer; where a leader is being elected it is some seconds. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    private final Servers servers;
    private final String name;
    private final ConnectTrouble trouble = new ConnectTrouble();
    private @Nullable Connection connection;

    /** @param name of this client as the servers show it */
    public Link(Servers servers, String name) {
        this.servers = servers;
        this.name = name;
    }

    /** @throws QueueException when there is none now */
    synchronized Connection connection() {
        Connection known = connection;
        if (known == null || known.getStatus() == Connection.Status.CLOSED) {
            known = connect();
            connection = known;
        }
        if (known.getStatus() != Connection.Status.CONNECTED) {
            throw away();
        }
        return known;
    }

    private Connection connect() {
        try {
            trouble.forget();
            Connection made = Nats.connect(options());
            trouble.forget();
            return made;
        } catch (IOException | IllegalArgumentException e) {
            trouble.add(e);
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private Options options() {
        Options.Builder options = new Options.Builder()
                .servers(servers.urls().toArray(new String[0]))
                .connectionName(name)
                .connectionTimeout(CONNECTING)
                .pingInterval(PING)
                .maxReconnects(-1)
                .reconnectDelayHandler(Link::delay)
                .ignoreDiscoveredServers() // their addresses are in no certificate, and may be a cluster’s own
                .errorListener(trouble)
                .connectionListener(this::heard);
        servers.identity().ifPresent(options::authHandler);
        servers.trust().ifPresent(options::sslContext);
        return options.build();
    }

    private void heard(Connection now, ConnectionListener.Events event) {
        if (event == ConnectionListener.Events.RECONNECTED) {
            trouble.forget();
        }
    }

    /** Twice as long each time, up to some seconds, and never all at once. */
    private static Duration delay(long round) {
        long wait = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(10, Math.max(0, round)));
        return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
    }

    private QueueException away() {
        return new QueueException(trouble.sentence(servers.shown())); // without its cause, which may show a password
    }

    static JetStreamOptions jetStream() {
        return JetStreamOptions.builder().requestTimeout(ANSWER).build();
    }

    /** Whether a server answers now. */
    public synchronized boolean connected() {
        Connection known = connection;
        return known != null && known.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public synchronized void close() {
        Connection known = connection;
        if (known != null) {
            try {
                known.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
