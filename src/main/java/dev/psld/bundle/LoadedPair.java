package dev.psld.bundle;

import dev.psld.derive.TypedRun;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A forward session and its pullback's, for one thread; closing it closes both. */
record LoadedPair(Environment environment, Session forward, Session pullback) implements AutoCloseable {
    static LoadedPair load(Environment environment, Path forward, Path pullback, SessionOptions options) {
        Session first = environment.session(forward, options);
        try {
            return new LoadedPair(environment, first, environment.session(pullback, options));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** What is given, with all that the forward and then the pullback make of it. */
    Map<String, Tensor> evaluate(Map<String, Tensor> given) {
        Map<String, Tensor> known = new LinkedHashMap<>(given);
        known.putAll(TypedRun.run(environment, forward, known));
        known.putAll(TypedRun.run(environment, pullback, known));
        return known;
    }

    @Override
    public void close() {
        pullback.close();
        forward.close();
    }
}
