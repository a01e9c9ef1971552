package dev.psld.fused;

import dev.psld.bundle.Bundle;
import dev.psld.chain.BoundLease;
import dev.psld.chain.BoundPool;
import dev.psld.chain.TextCondition;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Settings;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle whose steps run as one graph each. Thread-safe; closing it closes its sessions. Loaded once and used for
 * any number of pictures: a session is made again only where the operator's graph or the kind of step differs.
 *
 * <p>Weights are read from the bundle's own files; nothing is written.
 */
public final class FusedModel implements AutoCloseable {
    /** ONNX Runtime's name for the folder of weights of a model that comes as bytes. */
    private static final String WEIGHT_FOLDER = "session.model_external_initializers_file_folder_path";

    private final Environment environment;
    private final Bundle bundle;
    private final SessionOptions options;
    private final BundleGraphs graphs;
    private final BoundPool<FusedStep> steps = new BoundPool<>();
    private final Map<ByteBuffer, Session> sessions = new LinkedHashMap<>();

    private FusedModel(Environment environment, Bundle bundle, SessionOptions options, BundleGraphs graphs) {
        this.environment = environment;
        this.bundle = bundle;
        this.options = options;
        this.graphs = graphs;
    }

    /**
     * Reads the bundle's graphs; sessions are made when steps first need them.
     *
     * @throws dev.psld.derive.ModelException when a graph has another shape than the manifest says
     */
    public static FusedModel load(Environment environment, Bundle bundle, Pick pick) {
        return new FusedModel(environment, bundle, SessionOptions.defaults().with(pick), BundleGraphs.read(bundle));
    }

    /** Whether steps with this operator can be one graph: all parts must be written for the same operator sets. */
    public boolean fits(MeasurementOperator operator) {
        Map<String, Long> wanted = graphs.opsets();
        return graphs.uniform()
                && wanted.entrySet().containsAll(operator.forward().opsets().entrySet())
                && operator.lift()
                        .map(lift -> wanted.entrySet().containsAll(lift.opsets().entrySet()))
                        .orElse(true);
    }

    /** Steps for one sample of a measurement: bound now, or left by an earlier sample of the very same measurement. */
    public BoundLease<FusedStep> lease(Measurement measurement, Settings settings) {
        return lease(measurement, settings, Optional.empty());
    }

    /**
     * The same for a model that is told something.
     *
     * @param text of the settings' prompt; empty for what the bundle holds
     */
    public BoundLease<FusedStep> lease(Measurement measurement, Settings settings, Optional<TextCondition> text) {
        Settings kind = settings.withSeed(0); // no graph has a seed in it
        return steps.take(
                List.of(measurement), List.of(kind, text), () -> new FusedStep(this, measurement, kind, text));
    }

    Environment environment() {
        return environment;
    }

    Bundle bundle() {
        return bundle;
    }

    SessionOptions options() {
        return options;
    }

    BundleGraphs graphs() {
        return graphs;
    }

    /** The session of a graph made of the bundle's; the same for the same bytes. */
    synchronized Session session(WeightedGraph graph) {
        byte[] model = graph.toBytes();
        return sessions.computeIfAbsent(
                ByteBuffer.wrap(model),
                bytes -> environment.session(
                        model,
                        options.withConfig(Map.of(
                                WEIGHT_FOLDER, bundle.folder().toAbsolutePath().toString()))));
    }

    @Override
    public synchronized void close() {
        steps.close();
        sessions.values().forEach(Session::close);
        sessions.clear();
    }
}
