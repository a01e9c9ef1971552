package dev.psld.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.operator.Lift;
import dev.psld.operator.Task;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetsTest {
    @ParameterizedTest
    @EnumSource(Task.class)
    void every_task_has_a_preset_that_the_sampler_accepts(Task task) {
        Preset preset = Presets.shipped().of(task);
        Settings stable = preset.settings(Method.PSLD, Mode.STABLE, 0.05, 7);
        assertThat(stable.steps()).isEqualTo(preset.steps());
        assertThat(stable.gamma()).isPositive();
        assertThat(stable.omega()).isPositive();
        assertThat(stable.seed()).isEqualTo(7);
        Settings author = preset.settings(Method.PSLD, Mode.AUTHOR, 0.05, 7);
        assertThat(author.start()).isEqualTo(1);
        assertThat(preset.lift(Mode.AUTHOR)).isEqualTo(Lift.AUTHOR);
    }
}
