package dev.psld.cli;

import dev.psld.cli.reference.ManualPage;
import dev.psld.file.AtomicFile;
import dev.psld.file.OutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb manual: prints a verb's manual page, or writes them all. */
@Command(
        name = "manual",
        description = "Print the manual page of a verb, for ‘man -l -’; or write those of all verbs into a folder.",
        mixinStandardHelpOptions = true)
final class PrintManual implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--output", paramLabel = "DIR", description = "Write all pages into this folder instead.")
    private Optional<Path> output = Optional.empty();

    @Parameters(arity = "0..*", paramLabel = "VERB", description = "A verb, such as restore or agent status.")
    private List<String> verb = new ArrayList<>();

    @Override
    public Integer call() {
        String version = new Version().getVersion()[0];
        if (output.isPresent()) {
            write(ManualPage.all(spec.root(), version), output.get());
            return ExitCode.OK.code();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(ManualPage.of(asked(), version).roff());
        out.flush();
        return ExitCode.OK.code();
    }

    private CommandSpec asked() {
        CommandLine at = spec.root().commandLine();
        for (String word : verb) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no verb “" + word + "”: give one of "
                                + String.join(", ", at.getSubcommands().keySet()));
            }
            at = next;
        }
        return at.getCommandSpec();
    }

    private static void write(List<ManualPage> pages, Path folder) {
        try {
            Files.createDirectories(folder);
            for (ManualPage page : pages) {
                AtomicFile.write(folder.resolve(page.file()), true, page.roff().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new OutputException("the manual pages cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }
}
