package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelFolders;
import dev.psld.cli.event.JsonLines;
import dev.psld.derive.ModelException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb models: lists the model bundles, and checks every file of them. */
@Command(
        name = "models",
        description = "List the model bundles and their cards, and check their files; add, show or remove one.",
        subcommands = {AddModel.class, ShowModel.class, RemoveModel.class, AddMetric.class},
        mixinStandardHelpOptions = true)
final class Models implements Callable<Integer> {
    /** What is told of a bundle; card is its README, and problem is empty where all its files are as they were made. */
    record Line(
            String folder,
            String name,
            String licence,
            List<Integer> image,
            boolean anySize,
            List<Integer> latent,
            String card,
            String problem) {}

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Line> lines = new ArrayList<>();
        for (Path folder : ModelFolders.installed()) {
            lines.add(look(folder));
        }
        if (lines.isEmpty()) {
            throw new ModelException("there is no model bundle in " + ModelFolders.root()
                    + ": add one with ‘psld models add’, make one with ‘psld export’, or give its folder with --model");
        }
        if (json) {
            lines.forEach(new JsonLines(out)::line);
        } else {
            lines.forEach(line -> print(line, out));
        }
        out.flush();
        boolean whole = lines.stream().allMatch(line -> line.problem().isEmpty());
        return (whole ? ExitCode.OK : ExitCode.MODEL).code();
    }

    private static Line look(Path folder) {
        Path readme = folder.resolve("README.md");
        String card = Files.isRegularFile(readme) ? readme.toString() : "";
        try {
            Manifest m = Bundle.open(folder).manifest();
            return new Line(
                    folder.toString(),
                    m.name(),
                    m.licence(),
                    m.image(),
                    m.anySize().isPresent(),
                    m.latentSize().orElse(List.of()),
                    card,
                    "");
        } catch (ModelException e) {
            return new Line(
                    folder.toString(), "", "", List.of(), false, List.of(), card, String.valueOf(e.getMessage()));
        }
    }

    private static void print(Line line, PrintWriter out) {
        if (!line.problem().isEmpty()) {
            out.printf("%s: damaged: %s%n", line.folder(), line.problem());
            return;
        }
        out.printf(
                "%s: pictures %s%s, %s%s; all files as they were made%n",
                line.name(),
                line.anySize() ? "of any size, in windows of " : "",
                sizes(line.image()),
                line.latent().isEmpty() ? "" : "latents " + sizes(line.latent()) + ", ",
                line.licence());
        out.printf("  in %s%s%n", line.folder(), line.card().isEmpty() ? "" : ", card " + line.card());
    }

    private static String sizes(List<Integer> shape) {
        return String.join("×", shape.stream().map(String::valueOf).toList());
    }
}
