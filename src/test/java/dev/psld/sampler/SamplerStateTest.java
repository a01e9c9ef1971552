package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A run that is taken up where another stood ends with the same numbers, whatever noise its steps draw. */
class SamplerStateTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);

    private static GaussianChain chain() {
        SplittableRandom random = new SplittableRandom(5);
        double[] mu = random.doubles(6, -1, 1).toArray();
        double[] c = random.doubles(6, 0.3, 1.5).toArray();
        double[][] a = {
            random.doubles(6, -0.6, 0.6).toArray(), random.doubles(6, -0.6, 0.6).toArray()
        };
        return new GaussianChain(mu, c, a, random.doubles(2, -1, 1).toArray(), 0.4, 0.7, true, true);
    }

    private static void goesOn(Settings settings, Optional<float[]> guess) {
        Sampler sampler = new Sampler(SCHEDULE, settings);
        List<SamplerState> states = new ArrayList<>();
        LatentSample whole = sampler.sample(
                new ChainedStep(chain(), settings),
                guess,
                report -> states.add(
                        new SamplerState(report.step(), report.latent().clone())));
        assertThat(states).hasSize(whole.steps());
        for (SamplerState earlier : states) {
            List<Integer> made = new ArrayList<>();
            LatentSample rest = sampler.sample(
                    new ChainedStep(chain(), settings), guess, Optional.of(earlier), report -> made.add(report.step()));
            assertThat(rest.latent()).isEqualTo(whole.latent());
            assertThat(rest.residual()).isEqualTo(whole.residual());
            assertThat(made).hasSize(whole.steps() - earlier.step());
        }
    }

    @Test
    void with_noise_on_the_way_and_polishing() {
        Settings s = new Settings(Method.PSLD, Mode.STABLE, 12, 0.1, 1, 0, 1, 0.6, 3, 0.5, 0.3, 2, false, 0.05, 7);
        goesOn(s, Optional.of(new float[] {0.1f, -0.2f, 0.3f, 0, 0.5f, -1}));
    }

    @Test
    void with_the_authors_three_noises() {
        goesOn(Settings.defaults().withMode(Mode.AUTHOR).withSteps(10), Optional.empty());
    }
}
