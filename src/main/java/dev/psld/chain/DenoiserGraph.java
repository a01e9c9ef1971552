package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.sampler.Pose;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A denoiser's graph on one window. Used by one thread; the session stays the caller's.
 *
 * @param graph from a picture N×3×H×W and its noise level (N) to the picture without noise
 */
record DenoiserGraph(Environment environment, Session session, GraphEntry graph) {
    static final int CHANNELS = 3;

    /**
     * The mean over some poses of what the graph makes of a window.
     *
     * @param window 3×h×w; only read
     * @return a new array
     */
    float[] run(float[] window, int h, int w, double sigma, List<Pose> poses) {
        float[] mean = new float[window.length];
        for (Pose pose : poses) {
            add(window, h, w, sigma, pose, 1f / poses.size(), mean);
        }
        return mean;
    }

    private void add(float[] window, int h, int w, double sigma, Pose pose, float weight, float[] mean) {
        int plane = h * w;
        float[] posed = window;
        if (!pose.equals(Pose.UPRIGHT)) {
            posed = new float[window.length];
            for (int i = 0; i < h; i++) {
                for (int j = 0; j < w; j++) {
                    int to = pose.index(i, j, h, w);
                    for (int c = 0; c < CHANNELS; c++) {
                        posed[c * plane + to] = window[c * plane + i * w + j];
                    }
                }
            }
        }
        int height = pose.height(h, w);
        try (OrtTensor x = OrtTensor.of(environment, posed, 1, CHANNELS, height, plane / height);
                OrtTensor noise = OrtTensor.of(environment, new float[] {(float) sigma}, 1);
                OrtTensor denoised = Objects.requireNonNull(session.run(Map.of(
                                graph.input(Quantity.IMAGE).name(), x,
                                graph.input(Quantity.SIGMA).name(), noise))
                        .get(graph.output(Quantity.DENOISED).name()))) {
            FloatBuffer values = denoised.floats();
            for (int i = 0; i < h; i++) {
                for (int j = 0; j < w; j++) {
                    int from = pose.index(i, j, h, w);
                    for (int c = 0; c < CHANNELS; c++) {
                        mean[c * plane + i * w + j] += weight * values.get(c * plane + from);
                    }
                }
            }
        }
    }
}
