package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The six sessions of a bundle: forward and pullback of encoder, decoder and UNet. Thread-safe once loaded; closing it
 * closes the sessions. Loaded once and used for any number of pictures.
 */
public final class ModelSessions implements AutoCloseable {
    private final Bundle bundle;
    private final Environment environment;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /**
     * Loads all graphs on the picked provider.
     *
     * @throws dev.psld.bundle.BundleException when a graph has another shape than the manifest says
     */
    public static ModelSessions load(Environment environment, Bundle bundle, Pick pick) {
        ModelSessions models = new ModelSessions(environment, bundle);
        SessionOptions options = SessionOptions.defaults().with(pick);
        try {
            for (String role : Bundle.ROLES) {
                models.sessions.put(role, environment.session(bundle.forward(role), options));
                ShapeCheck.check(bundle, role, models.session(role));
                models.sessions.put(pullback(role), environment.session(bundle.pullback(role), options));
            }
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    private ModelSessions(Environment environment, Bundle bundle) {
        this.environment = environment;
        this.bundle = bundle;
    }

    public Bundle bundle() {
        return bundle;
    }

    Environment environment() {
        return environment;
    }

    /** The forward session of a role; {@link #pullback} names that of its pullback. */
    Session session(String name) {
        Session session = sessions.get(name);
        if (session == null) {
            throw new IllegalArgumentException("no session " + name);
        }
        return session;
    }

    static String pullback(String role) {
        return role + " pullback";
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
        sessions.clear();
    }
}
