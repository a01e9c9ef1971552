package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.ModelFolders;
import dev.psld.bundle.Role;
import dev.psld.ort.Environment;
import dev.psld.ort.EnvironmentOptions;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
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
    void windows_give_what_the_whole_gives_without_seams_and_leave_alone_what_nobody_wants() {
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PHOTOS)));
        GraphEntry graph = bundle.graph(Role.DENOISER);
        try (Environment environment = Environment.open(EnvironmentOptions.defaults());
                Session session = environment.session(bundle.forward(Role.DENOISER), SessionOptions.defaults())) {
            TileGrid one = TileGrid.of(SIDE, SIDE, SIDE, 64);
            TileGrid four = TileGrid.of(SIDE, SIDE, 176, 64);
            assertThat(four.rows()).hasSize(2);
            float[] x = noisy();
            float[] whole = new TiledDenoiser(environment, session, graph, 16, one, Optional.empty()).denoise(x, 0.2);
            float[] tiled = new TiledDenoiser(environment, session, graph, 16, four, Optional.empty()).denoise(x, 0.2);
            double square = 0;
            for (int i = 0; i < x.length; i++) {
                square += (whole[i] - tiled[i]) * (whole[i] - tiled[i]) / x.length;
            }
            assertThat(Math.sqrt(square)).as("rms").isLessThan(0.5 / 127.5);
            boolean[] wanted = new boolean[SIDE * SIDE];
            wanted[10 * SIDE + 10] = true;
            TiledDenoiser sparing = new TiledDenoiser(environment, session, graph, 16, four, Optional.of(wanted));
            assertThat(sparing.windows()).isEqualTo(1);
            float[] part = sparing.denoise(x, 0.2);
            int far = 280 * SIDE + 280;
            assertThat(part[far]).isEqualTo(x[far]);
            assertThat(part[10 * SIDE + 10]).isEqualTo(tiled[10 * SIDE + 10]);
        }
    }
}
