package dev.psld.cli;

import dev.psld.eval.MetricFiles;
import dev.psld.ort.Environment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb models add-metric: a network that psld eval compares pictures by. */
@Command(
        name = "add-metric",
        description = "Add a metric for psld eval: a graph of two pictures that gives their distance, or of one picture"
                + " that gives its features.",
        mixinStandardHelpOptions = true)
final class AddMetric implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "ONNX file, as export/quality/metric_graphs.py writes them.")
    private Path file = Path.of("");

    @Option(names = "--name", paramLabel = "N", description = "Name of its column; that of the graph by default.")
    private Optional<String> name = Optional.empty();

    @Mixin
    private RuntimeOptions runtime;

    @Override
    public Integer call() {
        try (Environment environment = runtime.open()) {
            String added = MetricFiles.add(file, name, environment);
            spec.commandLine()
                    .getOut()
                    .println("psld eval --metric " + added + " compares pictures by it; it lies in "
                            + MetricFiles.root());
        }
        return 0;
    }
}
