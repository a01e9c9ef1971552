package dev.psld.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.operator.Lift;
import dev.psld.operator.Task;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Prompt;
import dev.psld.sampler.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresetsTest {
    @ParameterizedTest
    @EnumSource(Task.class)
    void every_task_has_a_preset_that_the_sampler_accepts(Task task) {
        Preset preset = Presets.shipped().of(task);
        Settings stable = preset.settings(Method.PSLD, 0.05, 7);
        assertThat(stable.steps()).isEqualTo(preset.steps());
        assertThat(stable.gamma()).isPositive();
        assertThat(stable.omega()).isPositive();
        assertThat(stable.seed()).isEqualTo(7);
        Settings author = AuthorSettings.settings(task, Method.PSLD, 0.05, 7);
        assertThat(author.start()).isEqualTo(1);
        assertThat(author.steps()).isEqualTo(1000);
        assertThat(author.omega()).isEqualTo(task == Task.INPAINT_BOX ? 0.1 : 1);
        assertThat(author.gamma()).isEqualTo(task == Task.INPAINT_BOX ? 0.01 : 0.1);
        assertThat(preset.lift(Mode.AUTHOR)).isEqualTo(Lift.AUTHOR);
    }

    private static final String PRESET =
            "{'steps': 7, 'gamma': 0.1, 'omega': 0.2, 'start': 0.5, 'clip': 0, 'power': 1, 'eta': 0, 'polish': 2,"
                    + " 'polishRate': 3, 'noiseFloor': 1, 'encoderDraw': true, 'lift': 'AUTHOR'}";

    @Test
    void a_file_stands_in_for_the_tasks_that_it_names(@TempDir Path folder) throws IOException {
        Presets<Preset> presets = Presets.shipped().with(file(folder, "{'sr4': " + PRESET + "}"));
        Settings settings = presets.of(Task.SR4).settings(Method.PSLD, 0.05, 7);
        assertThat(settings)
                .isEqualTo(new Settings(Method.PSLD, Mode.STABLE, 7, 0.1, 0.2, 1, 0, 0.5, 2, 3, 0, 1, true, 0.05, 7));
        assertThat(presets.of(Task.DENOISE)).isEqualTo(Presets.shipped().of(Task.DENOISE));
    }

    @Test
    void a_model_brings_its_own_and_the_user_has_the_last_word(@TempDir Path folder) throws IOException {
        Path own = file(folder, "{'sr4': " + PRESET + ", 'denoise': " + PRESET + "}");
        Presets<Preset> presets = Presets.shipped().withModel("mine", Optional.of(own));
        assertThat(presets.of("mine", Task.SR4).steps()).isEqualTo(7);
        assertThat(presets.of("other", Task.SR4)).isEqualTo(Presets.shipped().of(Task.SR4));
        assertThat(presets.of("mine", Task.CUSTOM)).isEqualTo(Presets.shipped().of(Task.CUSTOM));
        Path users = Files.writeString(
                folder.resolve("users.json"),
                ("{'sr4': " + PRESET.replace("'steps': 7", "'steps': 9") + "}").replace('\'', '"'));
        Presets<Preset> last = presets.with(users);
        assertThat(last.of("mine", Task.SR4).steps()).isEqualTo(9);
        assertThat(last.of("other", Task.SR4).steps()).isEqualTo(9);
        assertThat(last.of("mine", Task.DENOISE).steps()).isEqualTo(7);
        assertThat(Presets.shipped().withModel("mine", Optional.empty()).of("mine", Task.SR4))
                .isEqualTo(Presets.shipped().of(Task.SR4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'sr5': P} | is no task: name sr4",
                "{'sr4': {'steps': 7}} | the preset of sr4 in",
                "{'sr4': {'steps': 7}} | has no “gamma”: give all settings that config/presets.json has",
                "{'sr4': {'step': 7}} | has no “steps”: give all settings that config/presets.json has",
                "{'sr4': M} | is none (config/presets.json shows the form)",
                "{'sr4': N} | start cannot be 2.0",
                "no json | is no file of presets",
                "[] | is no file of presets",
                "'' | is no file of presets",
                "{'sr4': 7} | the preset of sr4",
            })
    void a_wrong_file_is_told_apart(String text, String sentence, @TempDir Path folder) throws IOException {
        String json = text.replace("P", PRESET)
                .replace("M", PRESET.replace("'steps': 7", "'steps': 'many'"))
                .replace("N", PRESET.replace("'start': 0.5", "'start': 2"));
        assertThatThrownBy(() -> Presets.shipped().with(file(folder, json)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void a_preset_may_say_what_a_model_with_text_is_told(@TempDir Path folder) throws IOException {
        String told =
                PRESET.replace("}", ", 'prompt': 'a cat', 'negative': '', 'guidance': 0.4, 'guidanceKind': 'cfg++'}");
        Presets<Preset> presets = Presets.shipped().with(file(folder, "{'sr4': " + told + ", 'sr': " + PRESET + "}"));
        assertThat(presets.text("any", Task.SR4))
                .isEqualTo(new TextDefaults(
                        Optional.of("a cat"),
                        Optional.of(""),
                        OptionalDouble.of(0.4),
                        Optional.of(Prompt.Kind.CFG_PLUS_PLUS)));
        assertThat(presets.of(Task.SR4)).isEqualTo(presets.of(Task.SR));
        assertThat(presets.text("any", Task.SR)).isEqualTo(TextDefaults.NONE);
        assertThat(presets.text("any", Task.DENOISE)).isEqualTo(TextDefaults.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'prompt': 3 | prompt cannot be 3: give a text in quotation marks",
                "'negative': null | negative cannot be null: give a text",
                "'guidance': -1 | guidance cannot be -1.0: give a number from 0 to 100",
                "'guidance': '7' | guidance cannot be '7': give a number from 0 to 100",
                "'guidance': NaN | is no file of presets",
                "'guidance': 2, 'guidanceKind': 'cfg++' | guidance cannot be 2.0 by cfg++: give a number from 0 to 1",
                "'guidanceKind': 'apg' | guidanceKind cannot be 'apg': give cfg, cfg++",
                "'promt': 'a cat' | has “promt”, which is no setting: leave it out, or name one of clip",
            })
    void what_a_preset_says_wrongly_is_refused(String keys, String sentence, @TempDir Path folder) throws IOException {
        Path file = file(folder, "{'sr4': " + PRESET.replace("}", ", " + keys + "}") + "}");
        assertThatThrownBy(() -> Presets.shipped().with(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence.replace('\'', '"'));
    }

    @Test
    void models_that_work_on_pictures_are_told_nothing(@TempDir Path folder) throws IOException {
        Path file = file(folder, "{'sr4': {'prompt': 'a cat'}}");
        assertThatThrownBy(() -> Presets.pictures().with(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("prompt says nothing to models that work on pictures: leave it out");
    }

    private static Path file(Path folder, String json) throws IOException {
        return Files.writeString(folder.resolve("presets.json"), json.replace('\'', '"'));
    }
}
