package dev.psld.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.chain.LatentTiles;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.TiledChain;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.ChainedStep;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepCheck;
import dev.psld.sampler.StepGrid;
import dev.psld.sampler.StepInput;
import dev.psld.sampler.StepOutput;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Latents in windows beside export/golden/make_tiles.py, which runs and differentiates the same windows in PyTorch. */
class TilesTest {
    /** What that wrote. */
    private record Golden(int steps, double alphaBar, int timestep, double gamma, double omega, List<Case> cases) {}

    /** @param z times steps */
    @SuppressWarnings("ArrayRecordComponent")
    private record Case(
            String operator, int height, int width, float[] z, double residual, double gluing, float[] gradient) {
        Measurement measurement() {
            Shape image = Shape.of(1, 3, height, width);
            MeasurementOperator a = operator.equals("average") ? AveragePool.of(image, 4) : Identity.of(image);
            int h = Math.toIntExact(a.measurementShape().dim(2));
            int w = Math.toIntExact(a.measurementShape().dim(3));
            float[] y = new float[3 * h * w];
            for (int i = 0; i < y.length; i++) {
                y[i] = (37 * (i / (h * w)) + 11 * (i / w % h) + 7 * (i % w)) % 64 / 64f - 0.5f;
            }
            return new Measurement(a, y);
        }
    }

    private static Golden golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(TilesTest.class.getResourceAsStream("/golden/tiles.json"))) {
            return new ObjectMapper().readValue(in, Golden.class);
        }
    }

    @Test
    void the_gradient_in_windows_is_that_of_autograd() throws IOException {
        Golden golden = golden();
        Bundle bundle = Bundle.open(ModelFolders.choose(Optional.of(ModelFolders.PORTRAITS)));
        try (Environment environment = Environment.open()) {
            Pick pick = ProviderLadder.pick(environment);
            try (ModelSessions models = ModelSessions.load(environment, bundle, pick)) {
                for (Case one : golden.cases()) {
                    compare(golden, one, models, pick);
                }
            }
        }
    }

    private static void compare(Golden golden, Case one, ModelSessions models, Pick pick) {
        LatentTiles tiles = LatentTiles.of(models.bundle().manifest(), one.height(), one.width(), Optional.empty());
        try (TiledChain chain =
                new TiledChain(models, pick, one.measurement(), Method.PSLD, Mode.STABLE, tiles, tiles.windows())) {
            float[] z = Vectors.combine(1.0 / golden.steps(), one.z(), 0, one.z());
            double sigma = 0.05;
            StepOutput guided = step(golden, chain, z, golden.gamma(), golden.omega(), sigma);
            StepOutput free = step(golden, chain, z, 0, 0, sigma);
            float[] gradient = Vectors.combine(1, free.latent(), -1, guided.latent());
            assertThat(Vectors.relativeDifference(gradient, one.gradient())).isLessThan(1e-4);
            double residual = one.residual()
                    / (sigma * Math.sqrt((double) one.measurement().informative()));
            assertThat(guided.residual()).isCloseTo(residual, within(1e-4 * residual));
            assertThat(guided.gluing()).isCloseTo(one.gluing(), within(1e-4 * one.gluing()));
        }
    }

    private static StepOutput step(
            Golden golden, TiledChain chain, float[] z, double gamma, double omega, double sigma) {
        Settings settings =
                new Settings(Method.PSLD, Mode.STABLE, 5, gamma, omega, 0, 0, 1, 0, 1, 0, 0, false, sigma, 1);
        StepGrid.Point point = new StepGrid.Point(golden.timestep(), golden.alphaBar(), 0.6, 1);
        StepInput input =
                new StepInput(z, point, gamma, omega, 0, Optional.empty(), Optional.empty(), Optional.empty());
        return new ChainedStep(chain, settings).step(input, new StepCheck(1, 5));
    }
}
