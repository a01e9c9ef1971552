package dev.psld.diffusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.bundle.Manifest;
import dev.psld.derive.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scheduler’s configuration says is read, or refused in a sentence. */
class SchedulerConfigTest {
    @TempDir
    Path folder;

    private SchedulerConfig read(String json) throws IOException {
        return SchedulerConfig.read(
                Files.writeString(folder.resolve("scheduler_config.json"), json.replace('\'', '"')));
    }

    @Test
    void stable_diffusion_15() throws IOException {
        SchedulerConfig config = read("{'_class_name': 'PNDMScheduler', 'beta_start': 0.00085, 'beta_end': 0.012,"
                + " 'beta_schedule': 'scaled_linear', 'num_train_timesteps': 1000, 'steps_offset': 1, 'trained_betas': null,"
                + " 'skip_prk_steps': true}");
        assertThat(config.schedule()).isEqualTo(new Manifest.Schedule("scaled-linear", 0.00085, 0.012, 1000));
        assertThat(config.prediction()).isEqualTo(Manifest.Prediction.EPSILON);
        assertThat(config.offset()).isEqualTo(1);
    }

    @Test
    void defaults_are_those_of_the_library() throws IOException {
        SchedulerConfig config = read("{'beta_schedule': 'linear', 'prediction_type': 'v_prediction'}");
        assertThat(config.schedule()).isEqualTo(new Manifest.Schedule("linear", 0.0001, 0.02, 1000));
        assertThat(config.prediction()).isEqualTo(Manifest.Prediction.VELOCITY);
        assertThat(read("{'beta_schedule': 'squaredcos_cap_v2'}").schedule().kind())
                .isEqualTo("cosine");
    }

    /** β of diffusers 0.42.1: rescale_zero_terminal_snr of the scaled-linear schedule. */
    @Test
    void a_schedule_rescaled_to_no_signal_ends_in_almost_none() throws IOException {
        Manifest.Schedule schedule = read("{'beta_start': 0.00085, 'beta_end': 0.012, 'beta_schedule': 'scaled_linear',"
                        + " 'rescale_betas_zero_snr': true}")
                .schedule();
        assertThat(schedule.kind()).isEqualTo("trained");
        assertThat(schedule.betas()).hasSize(1000);
        assertThat(schedule.betas().get(0)).isCloseTo(0.00085, org.assertj.core.data.Offset.offset(1e-7));
        double alphaBar = schedule.betas().stream().reduce(1.0, (product, beta) -> product * (1 - beta));
        assertThat(alphaBar).isCloseTo(0x1p-24, org.assertj.core.data.Offset.offset(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prediction_type': 'sample'}|sample",
                "{'_class_name': 'FlowMatchEulerDiscreteScheduler', 'shift': 3.0}|flow-matching",
                "{'beta_schedule': 'sigmoid'}|sigmoid",
                "{'trained_betas': [0.1, 0.2]}|2 trained_betas",
                "{'beta_start': 'small'}|must be a number",
                "[1]|no JSON object",
                "{'beta_start'|damaged"
            },
            quoteCharacter = '`')
    void what_has_no_formula_is_refused_by_name(String json, String words) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ModelException.class).hasMessageContaining(words);
    }
}
