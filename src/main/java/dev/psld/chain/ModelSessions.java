package dev.psld.chain;

import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.Role;
import dev.psld.graph.Shape;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Observation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sessions of a latent diffusion model: encoder, decoder and UNet, and the pullbacks of those that have one. Thread-safe once loaded;
 * closing it closes the sessions. Loaded once and used for any number of pictures.
 */
public final class ModelSessions implements AutoCloseable {
    /** Seconds of a step from which one is measured, not two. */
    private static final double LONG_STEP = 3;

    private final Bundle bundle;
    private final Environment environment;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final BoundPool<ModelChain> chains = new BoundPool<>();
    private final BoundPool<TiledChain> tiled = new BoundPool<>();
    private final BoundPool<Nets> nets = new BoundPool<>();

    /** Graphs that are loaded for every run, by the same names as sessions. */
    private final Map<String, SessionTurn> turns = new LinkedHashMap<>();

    private Optional<PerturbedSession> perturbed = Optional.empty();

    private final int batch;
    /** Graphs that are loaded when they are first asked for. */
    private Optional<Later> later = Optional.empty();

    /** Where graphs by role and their pullbacks lie, and how they are to be loaded. */
    private record Later(Function<String, Path> forward, Function<String, Path> pullback, SessionOptions options) {}

    /**
     * Loads all graphs on the picked provider, for one picture at a time, the small decoder when it is first asked for.
     *
     * @throws dev.psld.derive.ModelException when a graph has another shape than the manifest says
     */
    public static ModelSessions load(Environment environment, Bundle bundle, Pick pick) {
        return new ModelSessions(environment, bundle.require(Role.LATENT_DIFFUSION), 1)
                .load(bundle::forward, bundle::pullback, pick);
    }

    /**
     * Looks at all graphs, which must be for the CPU, one after the other, and keeps none: each is loaded when it has work.
     *
     * @throws dev.psld.derive.ModelException when a graph has another shape than the manifest says
     */
    public static ModelSessions inTurn(Environment environment, Bundle bundle) {
        ModelSessions models = new ModelSessions(environment, bundle.require(Role.LATENT_DIFFUSION), 1);
        for (String role : bundle.manifest().latentRoles()) {
            models.turns.put(role, SessionTurn.of(environment, bundle, role));
            if (bundle.graph(role).pullback().isPresent()) {
                models.turns.put(pullback(role), SessionTurn.ofPullback(environment, bundle, role));
            }
        }
        return models;
    }

    /** Loads all graphs on the picked provider, for several pictures at once. */
    public static ModelSessions load(Environment environment, BatchedGraphs graphs, Pick pick) {
        return new ModelSessions(environment, graphs.bundle(), graphs.batch())
                .load(graphs::forward, graphs::pullback, pick);
    }

    /** Loads no graph yet, and each when it is first asked for: for uses that need few of them. */
    public static ModelSessions onDemand(Environment environment, Bundle bundle, Pick pick) {
        ModelSessions models = new ModelSessions(environment, bundle.require(Role.LATENT_DIFFUSION), 1);
        models.later = Optional.of(new Later(
                bundle::forward, bundle::pullback, SessionOptions.defaults().with(pick)));
        return models;
    }

    private ModelSessions(Environment environment, Bundle bundle, int batch) {
        this.environment = environment;
        this.bundle = bundle;
        this.batch = batch;
    }

    private ModelSessions load(Function<String, Path> forward, Function<String, Path> pullback, Pick pick) {
        Later all = new Later(forward, pullback, SessionOptions.defaults().with(pick));
        later = Optional.of(all);
        try {
            for (String role : Role.LATENT_DIFFUSION) {
                loadOne(role, all);
                if (bundle.graph(role).pullback().isPresent()) {
                    loadOne(pullback(role), all);
                }
            }
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A chain for one sample of a measurement: bound now, or left by an earlier sample of the very same measurement.
     *
     * @param method decides whether and what is glued
     * @param text what the model is told; empty for what its bundle holds
     */
    public BoundLease<ModelChain> lease(
            Pick pick, Measurement measurement, Method method, Mode mode, Optional<TextCondition> text) {
        return chains.take(
                List.of(measurement),
                List.of(method, mode, text),
                () -> new ModelChain(this, pick, measurement, method, mode, text));
    }

    /**
     * The same for a picture of another size than the model's.
     *
     * @param kept groups of windows whose tapes are kept, at least 1
     */
    public BoundLease<TiledChain> lease(
            Pick pick,
            Measurement measurement,
            Method method,
            Mode mode,
            Optional<TextCondition> text,
            LatentTiles tiles,
            int kept) {
        return tiled.take(
                List.of(measurement),
                List.of(method, mode, text),
                () -> new TiledChain(this, pick, measurement, method, mode, text, tiles, kept));
    }

    /** Seconds that one window takes for a step of PSLD, measured now; without pullbacks, of what there is of one. */
    public double seconds(Pick pick) {
        List<Integer> size = bundle.manifest().image();
        Shape image = Shape.of(1, size.get(0), size.get(1), size.get(2));
        Measurement measurement = new Measurement(Identity.of(image), new float[Math.toIntExact(image.size())]);
        LatentTiles tiles = LatentTiles.of(bundle.manifest(), size.get(1), size.get(2), Optional.empty());
        try (TiledChain chain = new TiledChain(this, pick, measurement, Method.PSLD, Mode.STABLE, tiles, 1)) {
            double first = secondsOf(chain);
            // A first run takes its memory and warms up, which is nothing beside a step that takes long.
            double seconds = first > LONG_STEP ? first : secondsOf(chain);
            return seconds / batch;
        }
    }

    private double secondsOf(TiledChain chain) {
        long began = System.nanoTime();
        step(chain);
        return (System.nanoTime() - began) / 1e9;
    }

    private void step(TiledChain chain) {
        float[] z = new float[chain.latentLength()];
        chain.predictNoise(z, 0.5, 1);
        Observation seen = chain.observe(z, Optional.empty());
        if (bundle.manifest().differentiated()) {
            chain.pullObservation(1, seen.encoded());
            chain.pullNoise(z);
        }
    }

    /** The same for several measurements at once, as many as the graphs take. */
    BoundLease<Nets> nets(
            Pick pick, List<Measurement> measurements, Method method, Mode mode, Optional<TextCondition> text) {
        return nets.take(
                measurements, List.of(method, mode, text), () -> Nets.of(this, pick, measurements, method, mode, text));
    }

    /** How many pictures every graph takes. */
    public int batch() {
        return batch;
    }

    public Bundle bundle() {
        return bundle;
    }

    /** Whether pictures can be taken from a device's memory, see {@link Environment#copiesTensors}. */
    public boolean copiesTensors() {
        return environment.copiesTensors();
    }

    Environment environment() {
        return environment;
    }

    /** The forward session of a role; {@link #pullback} names that of its pullback. */
    synchronized Session session(String name) {
        if (later.isPresent() && !sessions.containsKey(name)) {
            loadOne(name, later.get());
        }
        Session session = sessions.get(name);
        if (session == null) {
            throw new IllegalArgumentException("no session " + name);
        }
        return session;
    }

    /** The UNet with its attention perturbed: made and loaded when it is first asked for. */
    public synchronized PerturbedSession perturbed(Pick pick) {
        if (perturbed.isEmpty()) {
            perturbed = Optional.of(PerturbedSession.load(environment, bundle, pick));
        }
        return perturbed.get();
    }

    /** A stage of a session, with nothing bound yet. */
    Stage stage(String label, String name, StageClock clock) {
        SessionTurn turn = turns.get(name);
        return turn == null
                ? new BoundStage(label, environment, session(name), clock)
                : turn.stage(label, environment, clock);
    }

    private void loadOne(String name, Later all) {
        for (String role : bundle.manifest().latentRoles()) {
            if (name.equals(role)) {
                sessions.put(role, environment.session(all.forward().apply(role), all.options()));
                SessionCheck.check(bundle, role, batch, session(role));
            } else if (name.equals(pullback(role))) {
                sessions.put(name, environment.session(all.pullback().apply(role), all.options()));
            }
        }
    }

    static String pullback(String role) {
        return role + " pullback";
    }

    @Override
    public void close() {
        chains.close();
        tiled.close();
        nets.close();
        perturbed.ifPresent(PerturbedSession::close);
        sessions.values().forEach(Session::close);
        sessions.clear();
    }
}
