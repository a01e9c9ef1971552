package dev.psld.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;

/**
 * The open connections. Those that wait too long for their request are closed, and where there are too many, the one that has
 * waited longest; where none waits, the one that has been answered longest. So half requests and answers that nobody reads,
 * however many, keep nobody from an answer. Thread-safe.
 */
final class Connections implements Connection.Listener {
    private final int most;
    private final Duration longest;
    private final LongSupplier nanos;
    private final ClientFaults faults;
    /** Since when each waits for a request, longest first; what is being answered is not among them. */
    private final Map<Connection, Long> waiting = new LinkedHashMap<>();

    /** Since when each is being answered, longest first. */
    private final Map<Connection, Long> answering = new LinkedHashMap<>();

    private int open;

    /** @param nanos monotonic */
    Connections(int most, Duration longest, LongSupplier nanos, ClientFaults faults) {
        this.most = most;
        this.longest = longest;
        this.nanos = nanos;
        this.faults = faults;
    }

    @Override
    public void onOpened(Connection connection) {
        Optional<Connection> surplus = Optional.empty();
        synchronized (this) {
            open++;
            if (open > most) {
                surplus = waiting.keySet().stream()
                        .findFirst()
                        .or(() -> answering.keySet().stream().findFirst())
                        .or(() -> Optional.of(connection));
                surplus.ifPresent(waiting::remove);
                surplus.ifPresent(answering::remove);
            }
            if (surplus.filter(connection::equals).isEmpty()) {
                waiting.put(connection, nanos.getAsLong());
            }
        }
        surplus.ifPresent(one -> close(one, "too many connections", "more than " + most + " are open"));
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open--;
        waiting.remove(connection);
        answering.remove(connection);
    }

    /** Its request has come. */
    synchronized void begins(Connection connection) {
        waiting.remove(connection);
        answering.put(connection, nanos.getAsLong());
    }

    /** It was answered. */
    synchronized void ends(Connection connection) {
        answering.remove(connection);
        if (connection.getEndPoint().isOpen()) {
            waiting.put(connection, nanos.getAsLong());
        }
    }

    /** Closes those that have waited too long; to be called now and then. */
    void check() {
        while (true) {
            Optional<Connection> late;
            synchronized (this) {
                late = waiting.entrySet().stream()
                        .findFirst()
                        .filter(first -> nanos.getAsLong() - first.getValue() > longest.toNanos())
                        .map(Map.Entry::getKey);
                late.ifPresent(waiting::remove);
            }
            if (late.isEmpty()) {
                return;
            }
            close(late.get(), "no request", "none came within " + longest.toSeconds() + " s");
        }
    }

    private void close(Connection connection, String kind, String what) {
        if (connection.getMessagesIn() == 0) { // one that was answered and kept open did nothing wrong
            faults.tell(kind, what);
        }
        connection.getEndPoint().close();
    }
}
