package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.bundle.WindowSize;
import dev.psld.derive.ModelException;
import dev.psld.graph.ElementType;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The denoiser of a bundle in memory, for pictures of any size. Thread-safe; closing it frees the session. */
public final class DenoiserSession implements AutoCloseable {
    private final Environment environment;
    private final Session session;
    private final GraphEntry graph;
    private final WindowSize size;
    private final int window;
    private final DenoiserPullback pullback;

    private DenoiserSession(
            Environment environment,
            Session session,
            GraphEntry graph,
            WindowSize size,
            int window,
            DenoiserPullback pullback) {
        this.environment = environment;
        this.session = session;
        this.graph = graph;
        this.size = size;
        this.window = window;
        this.pullback = pullback;
    }

    /**
     * Loads the graph on the picked provider.
     *
     * @throws ModelException when the model takes one size only, or its graph is not what the manifest says
     */
    public static DenoiserSession load(Environment environment, Bundle bundle, Pick pick) {
        Manifest manifest = bundle.manifest();
        WindowSize size = manifest.anySize()
                .orElseThrow(() -> new ModelException("the model " + manifest.name() + " takes pictures of "
                        + manifest.image().get(2) + "×" + manifest.image().get(1)
                        + " only, for it is not fully convolutional: choose one that takes any size with --model"));
        GraphEntry graph = bundle.graph(Role.DENOISER);
        Session session = environment.session(
                bundle.forward(Role.DENOISER), SessionOptions.defaults().with(pick));
        try {
            check(bundle.forward(Role.DENOISER), graph, session);
        } catch (ModelException e) {
            session.close();
            throw e;
        }
        int window = Math.min(manifest.image().get(1), manifest.image().get(2));
        return new DenoiserSession(
                environment,
                session,
                graph,
                size,
                window,
                new DenoiserPullback(environment, bundle.forward(Role.DENOISER), graph, pick));
    }

    private static void check(Path file, GraphEntry graph, Session session) {
        for (TensorSpec spec :
                List.of(graph.input(Quantity.IMAGE), graph.input(Quantity.SIGMA), graph.output(Quantity.DENOISED))) {
            boolean there = session.inputs().stream().anyMatch(i -> i.name().equals(spec.name()))
                    || session.outputs().stream().anyMatch(o -> o.name().equals(spec.name()));
            if (!there || spec.type() != ElementType.FLOAT) {
                throw new ModelException(file + " has no “" + spec.name()
                        + "” of type float32, which a denoiser needs: export the model again");
            }
        }
    }

    /**
     * A denoiser for pictures of a size. It belongs to one thread.
     *
     * @param wanted the pixels that matter, row after row; the others are given back as they come, but for those that
     *     share a window with one that does. Empty for all
     */
    public TiledDenoiser tiled(int height, int width, Optional<boolean[]> wanted) {
        return tiled(height, width, wanted, NoiseLimit.NONE);
    }

    /** The same with a limit to the noise that each window is told of; it is not to be pulled back through. */
    public TiledDenoiser tiled(int height, int width, Optional<boolean[]> wanted, NoiseLimit limit) {
        return new TiledDenoiser(
                new DenoiserGraph(environment, session, graph),
                size.multiple(),
                TileGrid.of(height, width, window, size, wanted),
                wanted,
                limit,
                pullback);
    }

    /** Seconds that one window of the largest size takes, measured now. */
    public double seconds() {
        TiledDenoiser one = tiled(window, window, Optional.empty());
        float[] grey = new float[3 * window * window];
        one.denoise(grey, 0.1); // a first run takes its memory and warms up
        double first = one.seconds();
        one.denoise(grey, 0.1);
        return one.seconds() - first;
    }

    @Override
    public void close() {
        pullback.close();
        session.close();
    }
}
