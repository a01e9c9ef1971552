package dev.psld.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.config.PicturePreset;
import dev.psld.config.Preset;
import dev.psld.config.TaskDefaults;
import dev.psld.job.JobSettings;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.Settings;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers that a user can set. */
class ParametersTest {
    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, double.class, OptionalInt.class, OptionalDouble.class);

    /** What the JSON of reports has called σ from the beginning. */
    private static final String SIGMA_OF_REPORTS = "sigma";

    private static final Map<String, Parameter> ALL = Arrays.stream(Parameters.class.getFields())
            .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == Parameter.class)
            .map(ParametersTest::value)
            .collect(Collectors.toMap(Parameter::name, Function.identity()));

    @ParameterizedTest
    @ValueSource(
            classes = {
                JobSettings.class,
                Preset.class,
                TaskDefaults.class,
                Settings.class,
                PictureSettings.class,
                PicturePreset.Splitting.class
            })
    void what_a_user_writes_and_reads_goes_by_their_names(Class<?> record) {
        List<String> numbers = Arrays.stream(record.getRecordComponents())
                .filter(c -> NUMBERS.contains(c.getType()))
                .map(RecordComponent::getName)
                .map(name ->
                        (record == Settings.class || record == PictureSettings.class) && name.equals(SIGMA_OF_REPORTS)
                                ? "sigmaY"
                                : name)
                .toList();
        assertThat(numbers).isNotEmpty();
        assertThat(ALL.keySet()).containsAll(numbers);
    }

    @Test
    void every_sentence_ends_where_a_symbol_can_follow() {
        assertThat(ALL.values()).allSatisfy(p -> assertThat(p.sentence()).endsWith("."));
        assertThat(Parameters.GAMMA.described()).endsWith(" (γ).");
        assertThat(Parameters.STEPS.described()).isEqualTo(Parameters.STEPS.sentence());
    }

    @Test
    void a_value_out_of_range_is_named_with_its_range() {
        assertThat(Parameters.BLUR_SIGMA.check(1000)).isEqualTo(1000);
        assertThatThrownBy(() -> Parameters.BLUR_SIGMA.check(0))
                .hasMessage("blurSigma cannot be 0.0: give a number above 0, at most 1000 (pixels)");
        assertThatThrownBy(() -> Parameters.SAMPLES.check(0))
                .hasMessage("samples cannot be 0: give a whole number from 1 to 1000");
        assertThat(Parameters.BLUR_SIGMA.floor()).isEqualTo("above 0");
        assertThat(Parameters.STEPS.floor()).isEqualTo("1 or more");
        assertThat(Parameters.GAMMA.allows(Double.NaN)).isFalse();
    }

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

    private static Parameter value(Field field) {
        try {
            return (Parameter) field.get(Parameters.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " is not public", e);
        }
    }
}
