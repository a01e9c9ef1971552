package dev.psld.cli;

import dev.psld.cli.event.Bar;
import dev.psld.cli.event.JsonLines;
import dev.psld.cli.event.Listener;
import dev.psld.cli.event.TextLines;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a verb shows its work. Filled by picocli. */
final class Output {
    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** A listener on the command's writers; close it at the end. */
    Listener listener(CommandLine command) {
        if (json) {
            return new JsonLines(command.getOut());
        }
        Listener text = new TextLines(command.getOut(), command.getErr());
        return Boolean.getBoolean("psld.bar") ? new Bar(text) : text;
    }
}
