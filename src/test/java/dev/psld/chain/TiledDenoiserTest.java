package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.ModelFolders;
import dev.psld.bundle.Role;
import dev.psld.ort.Environment;
import dev.psld.ort.EnvironmentOptions;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Pose;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Windows of the shipped denoiser against the whole picture at once. */
class TiledDenoiserTest {
    private static final int SIDE = 288;

    private static float[] noisy() {
        SplittableRandom random = new SplittableRandom(3);
        float[] x = new float[3 * SIDE * SIDE];
        for (int i = 0; i < x.length; i++) {
            int u = i % SIDE;
            int v = i / SIDE % SIDE;
            x[i] = (float) (0.6 * Math.sin(u * 0.07) * Math.cos(v * 0.05)
                    + ((u / 24 + v / 24) % 2 == 0 ? 0.3 : 0)
                    + 0.2 * random.nextGaussian());
        }
        return x;
    }

    @Test
    void a_pose_sees_the_picture_turned_and_mirrored_and_several_are_averaged() {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PHOTOS)));
        int h = 48;
        int w = 64;
        float[] x = Arrays.copyOf(noisy(), 3 * h * w);
        try (Environment environment = Environment.open(EnvironmentOptions.defaults());
                Session session = environment.session(bundle.forward(Role.DENOISER), SessionOptions.defaults());
                DenoiserPullback pullback = pullback(environment, bundle)) {
            DenoiserGraph graph = new DenoiserGraph(environment, session, bundle.graph(Role.DENOISER));
            float[] sum = new float[x.length];
            List<Pose> poses = List.of(Pose.UPRIGHT, new Pose(true, false, true), new Pose(false, true, false));
            for (Pose pose : poses) {
                int height = pose.transposed() ? w : h;
                int width = pose.transposed() ? h : w;
                float[] turned = moved(x, h, w, pose, true);
                float[] back = moved(whole(graph, height, width, pullback).denoise(turned, 0.2), h, w, pose, false);
                assertThat(whole(graph, h, w, pullback).denoiseGiven(x.clone(), 0.2, List.of(pose)))
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(back);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += back[i] / poses.size();
                }
            }
            assertThat(whole(graph, h, w, pullback).denoiseGiven(x.clone(), 0.2, poses))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(sum);
            assertThat(sum).isNotEqualTo(whole(graph, h, w, pullback).denoise(x, 0.2));
        }
    }

    private static TiledDenoiser whole(DenoiserGraph graph, int h, int w, DenoiserPullback pullback) {
        return new TiledDenoiser(graph, 16, TileGrid.of(h, w, 80, 16), Optional.empty(), NoiseLimit.NONE, pullback);
    }

    /** A picture mirrored, flipped and transposed by hand, or taken back from that. */
    private static float[] moved(float[] x, int h, int w, Pose pose, boolean there) {
        float[] out = new float[x.length];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < h; i++) {
                for (int j = 0; j < w; j++) {
                    int row = pose.flipped() ? h - 1 - i : i;
                    int column = pose.mirrored() ? w - 1 - j : j;
                    int to = c * h * w + (pose.transposed() ? column * h + row : row * w + column);
                    int from = (c * h + i) * w + j;
                    out[there ? to : from] = x[there ? from : to];
                }
            }
        }
        return out;
    }

    @Test
    void windows_give_what_the_whole_gives_without_seams_and_leave_alone_what_nobody_wants() {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PHOTOS)));
        GraphEntry graph = bundle.graph(Role.DENOISER);
        try (Environment environment = Environment.open(EnvironmentOptions.defaults());
                Session session = environment.session(bundle.forward(Role.DENOISER), SessionOptions.defaults());
                DenoiserPullback pullback = pullback(environment, bundle)) {
            TileGrid one = TileGrid.of(SIDE, SIDE, SIDE, 64);
            TileGrid four = TileGrid.of(SIDE, SIDE, 176, 64);
            assertThat(four.rows()).hasSize(2);
            float[] x = noisy();
            float[] whole = new TiledDenoiser(
                            new DenoiserGraph(environment, session, graph),
                            16,
                            one,
                            Optional.empty(),
                            NoiseLimit.NONE,
                            pullback)
                    .denoise(x, 0.2);
            float[] tiled = new TiledDenoiser(
                            new DenoiserGraph(environment, session, graph),
                            16,
                            four,
                            Optional.empty(),
                            NoiseLimit.NONE,
                            pullback)
                    .denoise(x, 0.2);
            double square = 0;
            for (int i = 0; i < x.length; i++) {
                square += (whole[i] - tiled[i]) * (whole[i] - tiled[i]) / x.length;
            }
            assertThat(Math.sqrt(square)).as("rms").isLessThan(0.5 / 127.5);
            NoiseLimit left = (top, at, height, width) -> at == 0 ? 0.05 : Double.POSITIVE_INFINITY;
            float[] limited = new TiledDenoiser(
                            new DenoiserGraph(environment, session, graph), 16, four, Optional.empty(), left, pullback)
                    .denoise(x, 0.2);
            float[] less = new TiledDenoiser(
                            new DenoiserGraph(environment, session, graph),
                            16,
                            four,
                            Optional.empty(),
                            NoiseLimit.NONE,
                            pullback)
                    .denoise(x, 0.05);
            assertThat(limited[10 * SIDE + 10]).isEqualTo(less[10 * SIDE + 10]);
            assertThat(limited[10 * SIDE + 280]).isEqualTo(tiled[10 * SIDE + 280]);
            boolean[] wanted = new boolean[SIDE * SIDE];
            wanted[10 * SIDE + 10] = true;
            TiledDenoiser sparing = new TiledDenoiser(
                    new DenoiserGraph(environment, session, graph),
                    16,
                    four,
                    Optional.of(wanted),
                    NoiseLimit.NONE,
                    pullback);
            assertThat(sparing.windows()).isEqualTo(1);
            float[] part = sparing.denoise(x, 0.2);
            int far = 280 * SIDE + 280;
            assertThat(part[far]).isEqualTo(x[far]);
            assertThat(part[10 * SIDE + 10]).isEqualTo(tiled[10 * SIDE + 10]);
        }
    }

    /** Rows of three windows; some of them are not run. */
    @Test
    void an_array_that_is_given_away_holds_the_very_same_picture() {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PHOTOS)));
        GraphEntry graph = bundle.graph(Role.DENOISER);
        try (Environment environment = Environment.open(EnvironmentOptions.defaults());
                Session session = environment.session(bundle.forward(Role.DENOISER), SessionOptions.defaults());
                DenoiserPullback pullback = pullback(environment, bundle)) {
            TileGrid grid = TileGrid.of(SIDE, SIDE, 128, 32);
            assertThat(grid.rows()).hasSize(3);
            boolean[] wanted = new boolean[SIDE * SIDE];
            wanted[150 * SIDE + 150] = true;
            for (Optional<boolean[]> which : List.of(Optional.<boolean[]>empty(), Optional.of(wanted))) {
                TiledDenoiser denoiser = new TiledDenoiser(
                        new DenoiserGraph(environment, session, graph), 16, grid, which, NoiseLimit.NONE, pullback);
                float[] made = denoiser.denoise(noisy(), 0.2);
                float[] given = noisy();
                assertThat(denoiser.denoiseGiven(given, 0.2)).isSameAs(given).isEqualTo(made);
            }
        }
    }

    private static DenoiserPullback pullback(Environment environment, Bundle bundle) {
        return new DenoiserPullback(
                environment,
                bundle.forward(Role.DENOISER),
                bundle.graph(Role.DENOISER),
                new Pick(Provider.CPU, List.of(), List.of()));
    }

    /** Windows of two sizes, one of which is rounded up by reflection. */
    @Test
    void the_pullback_of_windows_is_the_transpose_of_what_they_do() {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PHOTOS)));
        int h = 72;
        int w = 100;
        SplittableRandom random = new SplittableRandom(5);
        float[] x = new float[3 * h * w];
        float[] moved = new float[x.length];
        float[] cotangent = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (0.5 * Math.sin(i % w * 0.1) + 0.3 * random.nextGaussian());
            moved[i] = (float) random.nextGaussian();
            cotangent[i] = (float) random.nextGaussian();
        }
        try (Environment environment = Environment.open(EnvironmentOptions.defaults());
                Session session = environment.session(bundle.forward(Role.DENOISER), SessionOptions.defaults());
                DenoiserPullback pullback = pullback(environment, bundle)) {
            TiledDenoiser denoiser = new TiledDenoiser(
                    new DenoiserGraph(environment, session, bundle.graph(Role.DENOISER)),
                    16,
                    TileGrid.of(h, w, 80, 32),
                    Optional.empty(),
                    NoiseLimit.NONE,
                    pullback);
            double step = 1e-3;
            float[] above = denoiser.denoise(sum(x, step, moved), 0.3);
            float[] below = denoiser.denoise(sum(x, -step, moved), 0.3);
            denoiser.denoise(x, 0.3);
            float[] pulled = denoiser.pull(cotangent);
            double forward = 0;
            double back = 0;
            double size = 0;
            for (int i = 0; i < x.length; i++) {
                double slope = (above[i] - below[i]) / (2 * step);
                forward += slope * cotangent[i];
                back += (double) moved[i] * pulled[i];
                size += slope * slope;
            }
            assertThat(Math.abs(forward - back)).isLessThan(2e-3 * Math.sqrt(size * x.length));
            assertThat(Math.abs(back)).as("something is pulled").isGreaterThan(1);
            assertThat(denoiser.calls()).isEqualTo(4);
        }
    }

    private static float[] sum(float[] x, double factor, float[] y) {
        float[] sum = new float[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (x[i] + factor * y[i]);
        }
        return sum;
    }
}
