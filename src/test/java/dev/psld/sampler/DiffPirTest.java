package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffPirTest {

    /** Of samples enough; the step takes the spread of the picture under the noise for the noise itself, and so it is a little less. */
    @Test
    void its_samples_have_the_mean_of_a_gaussian_posterior() {
        PictureSolverCase gaussian = new PictureSolverCase(40);
        PictureSettings settings = PictureSolverCase.settings(Method.DIFFPIR, 400, 20, 0.005, 1);
        Sample sample = new DiffPir(PictureSolverCase::denoised, settings)
                .solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE);
        double error = 0;
        double square = 0;
        for (int i = 0; i < sample.picture().length; i++) {
            double off = sample.picture()[i] - gaussian.mean(i);
            error += off / sample.picture().length;
            square += off * off / sample.picture().length;
        }
        assertThat(error).isCloseTo(0, within(0.02));
        assertThat(Math.sqrt(square)).isBetween(0.25, PictureSolverCase.S);
    }

    @Test
    void it_goes_on_from_a_step_to_the_same_numbers() {
        PictureSolverCase gaussian = new PictureSolverCase(4);
        PictureSettings settings = PictureSolverCase.settings(Method.DIFFPIR, 6, 1, 0.1, 0.5);
        DiffPir solver = new DiffPir(PictureSolverCase::denoised, settings);
        List<StepReport> heard = new ArrayList<>();
        Sample whole = solver.solve(gaussian.problem(), NoiseSource.of(7), heard::add);
        assertThat(heard).extracting(StepReport::step).containsExactly(1, 2, 3, 4, 5, 6);
        SamplerState state = new SamplerState(3, heard.get(2).latent());
        Sample rest = solver.solve(gaussian.problem(state), NoiseSource.of(7), StepListener.NONE);
        assertThat(rest.picture()).isEqualTo(whole.picture());
        assertThat(solver.solve(gaussian.problem(), NoiseSource.of(8), StepListener.NONE)
                        .picture())
                .as("another seed")
                .isNotEqualTo(whole.picture());
    }
}
