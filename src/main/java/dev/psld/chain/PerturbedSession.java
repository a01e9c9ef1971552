package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.derive.ModelException;
import dev.psld.derive.PerturbedAttention;
import dev.psld.derive.Preparation;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The UNet of a bundle with its attention perturbed, in memory, for one picture at a time. Thread-safe; closing it frees the session.
 */
public final class PerturbedSession implements AutoCloseable {
    private final Bundle bundle;
    private final Environment environment;
    private final Session session;

    private PerturbedSession(Bundle bundle, Environment environment, Session session) {
        this.bundle = bundle;
        this.environment = environment;
        this.session = session;
    }

    /**
     * Makes the graph and loads it.
     *
     * @throws ModelException where the net has no self-attention, or there is no room for the graph
     */
    public static PerturbedSession load(Environment environment, Bundle bundle, Pick pick) {
        Path file = bundle.forward(Role.UNET);
        try (TemporaryFolder folder = TemporaryFolder.temporary()) {
            Graph graph = PerturbedAttention.of(
                    new Preparation(environment).shaped(OnnxReader.read(file)),
                    bundle.graph(Role.UNET).output(Quantity.PREDICTION).name());
            Path weights = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.onnx$", ".bin"));
            Path near = folder.resolve(weights.getFileName().toString());
            if (Files.exists(weights)) {
                link(weights, near);
            }
            Path perturbed = folder.resolve("perturbed.onnx");
            OnnxWriter.write(graph, perturbed, WeightFile.finished(near, List.of(file)));
            return new PerturbedSession(
                    bundle,
                    environment,
                    environment.session(perturbed, SessionOptions.defaults().with(pick)));
        } catch (GraphException e) {
            throw new ModelException("the model " + bundle.manifest().name() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelException("the perturbed net cannot be written: " + e.getMessage(), e);
        }
    }

    /** ONNX Runtime reads no weights outside of a graph's own folder, whatever leads there. */
    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to);
        }
    }

    Bundle bundle() {
        return bundle;
    }

    Stage stage(StageClock clock) {
        return new BoundStage("U perturbed", environment, session, clock);
    }

    @Override
    public void close() {
        session.close();
    }
}
