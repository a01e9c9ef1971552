package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void a_range_says_what_is_allowed_and_allows_just_that() {
        assertThat(Parameters.STEPS.range()).isEqualTo("a whole number from 1 to 100000");
        assertThat(Parameters.STEPS.allows(1)).isTrue();
        assertThat(Parameters.STEPS.allows(0)).isFalse();
        assertThat(Parameters.STEPS.allows(1.5)).isFalse();
        assertThat(Parameters.START.range()).isEqualTo("a number above 0, at most 1");
        assertThat(Parameters.START.allows(0)).isFalse();
        assertThat(Parameters.START.allows(1)).isTrue();
        assertThat(Parameters.GAMMA.allows(Double.NaN)).isFalse();
        assertThat(Parameters.GAMMA.in("dB").range()).isEqualTo("a number from 0 to 999999 (dB)");
        assertThat(Parameters.SIGMA_Y.option()).isEqualTo("sigma-y");
    }

    @Test
    void settings_out_of_range_are_refused_in_its_words() {
        assertThatThrownBy(() -> Settings.defaults().withSteps(0))
                .hasMessage("steps cannot be 0: give a whole number from 1 to 100000");
        assertThatThrownBy(() -> Settings.defaults().withStart(2))
                .hasMessage("start cannot be 2.0: give a number above 0, at most 1");
        assertThatThrownBy(() -> Settings.defaults().withWeights(-1, 1)).hasMessageContaining("gamma cannot be -1.0");
    }
}
