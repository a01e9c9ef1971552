package dev.psld.derive;

import dev.psld.graph.Graph;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of one check: all open at once, or, for graphs that take much memory, one after the other. Not thread-safe; to
 * be closed.
 */
final class CheckSessions implements AutoCloseable {
    /** Bytes of weights and values, in single precision, from which one graph at a time is in memory. */
    private static final long MUCH = 2L << 30;

    private final Environment environment;
    private final SessionOptions options;
    private final boolean inTurn;
    private final Map<Path, Session> open = new LinkedHashMap<>();

    private CheckSessions(Environment environment, SessionOptions options, boolean inTurn) {
        this.environment = environment;
        this.options = options;
        this.inTurn = inTurn;
    }

    /** @param forward the graph that is checked; the others are of its size */
    static CheckSessions of(Environment environment, Graph forward) {
        long weights = forward.constants().values().stream()
                .mapToLong(t -> t.data().remaining())
                .sum();
        long values = forward.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(o -> !o.isEmpty())
                .map(forward::value)
                .mapToLong(Value::bytes)
                .sum();
        // What is small is run in double precision too: a net of half precision computes as much there as one of
        // single.
        boolean half = HalfPrecision.isIn(forward);
        boolean much = (half ? 2 : 1) * (weights + values) > MUCH;
        SessionOptions options = SessionOptions.defaults();
        return new CheckSessions(environment, much ? options.sparing(weights) : options, much);
    }

    /** Whether asking for one session closes the others. */
    boolean areInTurn() {
        return inTurn;
    }

    Environment environment() {
        return environment;
    }

    /** The session of a graph, valid until the next one is asked for. */
    Session of(Path file) {
        Session session = open.get(file);
        if (session == null) {
            if (inTurn) {
                close();
            }
            session = environment.session(file, options);
            open.put(file, session);
        }
        return session;
    }

    @Override
    public void close() {
        open.values().forEach(Session::close);
        open.clear();
    }
}
