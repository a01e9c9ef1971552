package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @Test
    void nothing_to_do_is_a_wrong_command_line() {
        CliRun.of().fails(ExitCode.USAGE, "say what to do");
    }

    @Test
    void a_mistyped_verb_is_suggested() {
        CliRun.of("degarde").fails(ExitCode.USAGE, "degrade");
    }

    @ParameterizedTest
    @CsvSource({
        "--task=inpant, inpaint",
        "--task=sr4 --sigma-y=-1, must be 0 or more",
        "--task=sr4 --blur-sigma=0, must be above 0",
        "--task=sr4 --threads=-2, must be 0 or more",
        "--task=sr4 --threads=two, not a whole number",
        "--task=sr4 --provider=vulkan, vulkan",
        "--task=sr4 --size=0, must be 1 or more"
    })
    void wrong_values_are_named_with_their_range(String arguments, String words) {
        Object[] all = ("degrade photo.png -o out " + arguments).split(" ");
        CliRun.of(all).fails(ExitCode.USAGE, words, "--help");
    }

    @Test
    void the_help_lists_the_exit_codes() {
        String help = CliRun.of("--help").ok().out();
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsPattern(code.code() + " +" + code.meaning());
        }
    }
}
