package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.cli.reference.ManualPage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Manual pages and completions say what the command line takes. */
class ReferenceTest {
    private static final CommandSpec ROOT = Psld.commandLine().getCommandSpec();

    @TempDir
    private Path folder;

    @Test
    void every_verb_has_a_page_with_each_of_its_options() throws Exception {
        CliRun.of("manual", "--output", folder).ok();
        check(ROOT.commandLine());
        try (var pages = Files.list(folder)) {
            assertThat(pages.count()).isEqualTo(ManualPage.all(ROOT, "").size()).isGreaterThan(20);
        }
    }

    private void check(CommandLine verb) throws Exception {
        CommandSpec spec = verb.getCommandSpec();
        String page = Files.readString(folder.resolve(spec.qualifiedName("-") + ".1"));
        assertThat(page)
                .startsWith(".TH \""
                        + spec.qualifiedName("-").toUpperCase(Locale.ROOT).replace("-", "\\-") + "\" \"1\"")
                .contains(".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"EXIT STATUS\"");
        for (OptionSpec option : spec.options()) {
            assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
        }
        for (CommandLine sub : verb.getSubcommands().values()) {
            if (!sub.getCommandName().equals("help")) {
                check(sub);
            }
        }
    }

    @Test
    void a_line_of_a_page_is_no_request_by_what_its_text_begins_with() {
        CommandSpec spec = CommandSpec.create().name("x");
        spec.usageMessage().description(".hidden files\n'quoted' \\n ones");
        assertThat(ManualPage.of(spec, "x 1").roff()).contains("\n\\&.hidden files\n\\&'quoted' \\en ones\n");
    }

    @Test
    void an_unknown_verb_has_no_page_and_the_known_ones_are_named() {
        CliRun.of("manual", "agent", "nothing").fails(ExitCode.USAGE, "“nothing”", "status, pause");
    }

    @Test
    void shells_complete_verbs_options_and_the_words_of_values() throws Exception {
        assertThat(CliRun.of("completion", "fish").ok().out())
                .contains("-a restore -d ", "-l denoise-known", "-l method -x -a 'psld gml-dps ")
                .contains("'__fish_seen_subcommand_from agent; and __fish_seen_subcommand_from status'");
        String bash = CliRun.of("completion", "bash").ok().out();
        assertThat(bash).contains("gml-dps", "--denoise-known");
        Path script = Files.writeString(folder.resolve("psld.bash"), bash + """
                compopt() { :; } # bash has it inside a completion alone
                COMP_CWORD=3
                for line in "--task inpaint-r" "--method latent-da" "--memory l" "--mode a"; do
                    COMP_WORDS=(psld restore $line); COMP_LINE="${COMP_WORDS[*]}"
                    _complete_psld; echo "${COMPREPLY[@]}"
                done
                """);
        Process process = new ProcessBuilder(List.of("bash", script.toString()))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("inpaint-random\nlatent-daps\nlow\nauthor\n");
        assertThat(CliRun.of("completion", "zsh").ok().out()).startsWith("#compdef psld\n");
    }
}
