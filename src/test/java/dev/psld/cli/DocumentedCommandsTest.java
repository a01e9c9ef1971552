package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.docs.DocumentedCommand;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Each command of psld that a page shows is one that the command line takes: verb, options, and values. */
class DocumentedCommandsTest {
    /** What the launcher itself does. */
    private static final String LAUNCHER = "test";

    static Stream<DocumentedCommand> commands() throws IOException {
        return DocumentedCommand.all().stream()
                .filter(command -> !command.arguments().isEmpty())
                .filter(command -> !command.arguments().get(0).equals(LAUNCHER));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void is_taken(DocumentedCommand command) {
        CommandLine line = Psld.commandLine();
        try {
            line.parseArgs(command.arguments().toArray(String[]::new));
        } catch (ParameterException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        }
    }

    @Test
    void they_are_found_and_a_wrong_one_is_noticed() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(60);
        List<String> wrong = List.of("restore", "a.png", "-o", "out", "--task", "inpaint", "--no-such-option");
        assertThatThrownBy(() -> Psld.commandLine().parseArgs(wrong.toArray(String[]::new)))
                .isInstanceOf(ParameterException.class);
    }
}
