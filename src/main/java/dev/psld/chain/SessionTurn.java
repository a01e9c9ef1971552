package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.ort.TensorInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * A graph that is loaded for every run and freed after it. Immutable and thread-safe; holds no native object.
 *
 * @param inputs what it takes
 * @param outputs what it gives
 */
record SessionTurn(Path file, SessionOptions options, List<TensorInfo> inputs, List<TensorInfo> outputs) {

    static SessionTurn of(Environment environment, Bundle bundle, String role) {
        SessionOptions options = SessionOptions.defaults().sparing(bundle.weightBytes(role));
        try (Session session = environment.session(bundle.forward(role), options)) {
            SessionCheck.check(bundle, role, 1, session);
            return new SessionTurn(bundle.forward(role), options, session.inputs(), session.outputs());
        }
    }

    static SessionTurn ofPullback(Environment environment, Bundle bundle, String role) {
        SessionOptions options = SessionOptions.defaults().sparing(bundle.weightBytes(role));
        try (Session session = environment.session(bundle.pullback(role), options)) {
            return new SessionTurn(bundle.pullback(role), options, session.inputs(), session.outputs());
        }
    }

    TurnStage stage(String label, Environment environment, StageClock clock) {
        return new TurnStage(label, environment, () -> environment.session(file, options), inputs, outputs, clock);
    }
}
