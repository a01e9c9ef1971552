package dev.psld.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelFolders;
import dev.psld.bundle.TensorSpec;
import dev.psld.derive.ModelException;
import dev.psld.hub.ByteText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb models show: what a model's manifest says. */
@Command(
        name = "show",
        description = "Show what a model is: sizes, training, graphs, their errors and memory.",
        mixinStandardHelpOptions = true)
final class ShowModel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The model’s name, as ‘psld models’ lists it, or its folder.")
    private String name = "";

    @Option(names = "--json", description = "Print its bundle.json in one line.")
    private boolean json;

    @Override
    public Integer call() {
        Path folder = ModelFolders.choose(Optional.of(name));
        PrintWriter out = spec.commandLine().getOut();
        Manifest manifest = Bundle.described(folder);
        if (json) {
            out.println(line(folder));
        } else {
            print(folder, manifest, out);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static String line(Path folder) {
        try {
            return new ObjectMapper()
                    .readTree(folder.resolve("bundle.json").toFile())
                    .toString();
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void print(Path folder, Manifest m, PrintWriter out) {
        out.println(m.name() + ", in " + folder);
        row(out, "source", m.source());
        row(out, "licence", m.licence());
        row(out, "pictures", (m.anySize().isPresent() ? "of any size, in windows of " : "") + sizes(m.image()));
        m.latentSize().ifPresent(latent -> row(out, "latents", sizes(latent) + ", scale " + m.scale()));
        m.predicts().ifPresent(p -> row(out, "predicts", p == Manifest.Prediction.EPSILON ? "noise" : "velocity"));
        m.trained()
                .ifPresent(s -> row(
                        out,
                        "schedule",
                        s.kind() + " β from " + s.start() + " to " + s.end() + ", " + s.steps() + " timesteps"));
        row(out, "told", m.conditioning() == Manifest.Conditioning.TEXT ? "a text" : "nothing");
        row(out, "numbers", m.precision().name().toLowerCase(Locale.ROOT) + ", " + m.mode() + ", opset " + m.opset());
        row(out, "disk", ByteText.text(ImportLines.size(folder, "")));
        for (Map.Entry<String, GraphEntry> graph : m.graphs().entrySet()) {
            GraphEntry entry = graph.getValue();
            row(out, graph.getKey(), names(entry.inputs()) + " → " + names(entry.outputs()));
            entry.pullback()
                    .ifPresent(p -> row(
                            out,
                            "",
                            String.format(
                                    Locale.ROOT,
                                    "pullback: %s of tape, adjoint test %.1e, central differences %.1e",
                                    ByteText.text(p.tapeBytes()),
                                    p.adjointError(),
                                    p.differenceError())));
        }
    }

    private static void row(PrintWriter out, String what, String value) {
        out.printf("  %-13s %s%n", what, value);
    }

    private static String names(List<TensorSpec> specs) {
        return specs.stream()
                .map(s -> s.name() + " "
                        + s.shape().dims().stream().map(String::valueOf).collect(Collectors.joining("×")))
                .collect(Collectors.joining(", "));
    }

    private static String sizes(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
