package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.Mode;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.NativeCounts;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.Draws;
import dev.psld.sampler.Method;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One graph at a time gives what all at once give, and leaves nothing in memory. */
class TurnChainTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void graphsInTurnGiveTheSameNumbersAndStayNoLongerThanTheyWork(Mode mode) throws IOException {
        try (Environment environment = Environment.open()) {
            Pick pick = ProviderLadder.pick(environment);
            Bundle bundle = TinyBundle.export(environment, folder, mode);
            NativeCounts before = environment.nativeCounts();
            try (ModelSessions all = ModelSessions.load(environment, bundle, pick);
                    ModelChain wanted = new ModelChain(all, pick, pooled(), Method.PSLD, dev.psld.sampler.Mode.STABLE);
                    ModelSessions turns = ModelSessions.inTurn(environment, bundle);
                    ModelChain chain =
                            new ModelChain(turns, pick, pooled(), Method.PSLD, dev.psld.sampler.Mode.STABLE)) {
                long sessions = before.live(NativeCounts.Kind.SESSION);
                for (int step = 0; step < 2; step++) {
                    float[] zt = Draws.of(step, "zt").normal(chain.latentLength());
                    float[] c = Draws.of(step, "c").normal(chain.latentLength());
                    float[] l = Draws.of(step, "l").normal(chain.latentLength());
                    assertThat(chain.predictNoise(zt, 0.4, 300)).isEqualTo(wanted.predictNoise(zt, 0.4, 300));
                    Observation seen = chain.observe(zt, Optional.empty());
                    Observation should = wanted.observe(zt, Optional.empty());
                    assertThat(seen.residualSquared()).isEqualTo(should.residualSquared());
                    assertThat(seen.encoded().orElseThrow().mean())
                            .isEqualTo(should.encoded().orElseThrow().mean());
                    Optional<Moments> cotangents = Optional.of(new Moments(c, l));
                    float[] gradient = wanted.pullObservation(0.7, cotangents);
                    assertThat(chain.pullObservation(0.7, cotangents)).isEqualTo(gradient);
                    assertThat(chain.pullObservation(0.7, cotangents))
                            .as("again, when the tape is gone")
                            .isEqualTo(gradient);
                    assertThat(chain.pullNoise(c)).isEqualTo(wanted.pullNoise(c));
                    assertThat(chain.picture()).isEqualTo(wanted.picture());
                }
                // Six graphs of the one model, and twice the operator and its pullback.
                assertThat(before.live(NativeCounts.Kind.SESSION) - sessions).isZero();
                assertThat(sessions).isEqualTo(6 + 2 * 2);
            }
            assertThat(before.live(NativeCounts.Kind.TENSOR)).isZero();
            assertThat(before.live(NativeCounts.Kind.SESSION)).isZero();
        }
    }

    private static Measurement pooled() {
        return new Measurement(
                AveragePool.of(Shape.of(1, 3, 16, 16), 4), Draws.of(5, "y").normal(3 * 4 * 4));
    }
}
