package dev.psld.chain;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.derive.GraphPair;
import dev.psld.derive.Preparation;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.InputShapes;
import dev.psld.graph.Shape;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The pullback of a denoiser by its picture, for windows of any size: made from the forward graph when a size first comes up,
 * which takes a second or two. It runs the forward again, so that nothing is held between the two. Thread-safe; closing it
 * frees its sessions.
 */
final class DenoiserPullback implements AutoCloseable {
    private static final int CHANNELS = 3;

    private final Environment environment;
    private final Path forward;
    private final Pick pick;
    private final String image;
    private final String level;
    private final String result;
    private final Map<List<Integer>, Session> sessions = new HashMap<>();

    /** @param graph from a picture N×3×H×W and its noise level (N) to the picture without noise */
    DenoiserPullback(Environment environment, Path forward, GraphEntry graph, Pick pick) {
        this.environment = environment;
        this.forward = forward;
        this.pick = pick;
        this.image = graph.input(Quantity.IMAGE).name();
        this.level = graph.input(Quantity.SIGMA).name();
        this.result = graph.output(Quantity.DENOISED).name();
    }

    /**
     * J* c at a window.
     *
     * @param x 3×h×w, what was denoised
     * @param cotangent of the result, as long
     * @return a new array
     */
    float[] pull(float[] x, double sigma, float[] cotangent, int h, int w) {
        try (OrtTensor at = OrtTensor.of(environment, x, 1, CHANNELS, h, w);
                OrtTensor noise = OrtTensor.of(environment, new float[] {(float) sigma}, 1);
                OrtTensor c = OrtTensor.of(environment, cotangent, 1, CHANNELS, h, w);
                OrtTensor pulled = Objects.requireNonNull(session(h, w)
                        .run(Map.of(image, at, level, noise, DiffRequest.cotangent(result), c))
                        .get(DiffRequest.cotangent(image)))) {
            float[] values = new float[x.length];
            pulled.floats().get(values);
            return values;
        }
    }

    private synchronized Session session(int h, int w) {
        return sessions.computeIfAbsent(List.of(h, w), size -> derived(h, w));
    }

    private Session derived(int h, int w) {
        InputShapes sizes = new InputShapes(Map.of(), Map.of(image, Shape.of(1, CHANNELS, h, w), level, Shape.of(1)));
        DiffRequest request = new DiffRequest(List.of(image), List.of(result), Mode.RECOMPUTE);
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            GraphPair pair = GraphPair.write(
                    new Preparation(environment).prepare(forward, sizes, List.of(image, result)),
                    request,
                    "denoiser",
                    scratch.folder());
            return environment.session(
                    pair.pullback(), SessionOptions.defaults().with(pick));
        }
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(Session::close);
        sessions.clear();
    }
}
