package dev.psld.cli;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.GraphPair;
import dev.psld.bundle.Preparation;
import dev.psld.cli.photo.Companions;
import dev.psld.graph.Graph;
import dev.psld.ort.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb differentiate: makes the pullback of any ONNX model that the rules cover. */
@Command(
        name = "differentiate",
        description = "Make the graph of a model’s vector–Jacobian product, as ONNX.",
        mixinStandardHelpOptions = true)
final class Differentiate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL.onnx", description = "The forward graph.")
    private Path model = Path.of("");

    @Option(
            names = "--wrt",
            required = true,
            split = ",",
            paramLabel = "X",
            description = "Inputs to differentiate by.")
    private List<String> wrt = List.of();

    @Option(names = "--of", required = true, split = ",", paramLabel = "Y", description = "Outputs to differentiate.")
    private List<String> of = List.of();

    @Option(
            names = "--mode",
            paramLabel = "M",
            converter = Words.TapeWord.class,
            description = "tape: the forward keeps what the pullback needs (default); recompute: the pullback runs the"
                    + " forward again.")
    private Mode mode = Mode.TAPE;

    @Option(
            names = "--dim",
            paramLabel = "NAME=N",
            description = "Value of a symbolic dimension, such as batch=1; may be repeated.")
    private Map<String, Long> dimensions = Map.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for NAME_vjp.onnx and, in tape mode, NAME.onnx with the tape.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Mixin
    private Engine engine;

    @Override
    public Integer call() {
        String name = Companions.stem(model);
        try (Environment environment = engine.open()) {
            Graph forward = new Preparation(environment).prepare(model, dimensions);
            try (Workshop workshop = Workshop.in(out)) {
                GraphPair pair = GraphPair.write(forward, new DiffRequest(wrt, of, mode), name, workshop.folder());
                workshop.publish(overwrite);
                report(pair);
            }
        }
        return ExitCode.OK.code();
    }

    private void report(GraphPair pair) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.printf(
                "%s: tape %,d bytes%n",
                out.resolve(Companions.name(pair.pullback())), pair.vjp().tapeBytes());
        pair.vjp().notes().forEach(writer::println);
        writer.flush();
    }
}
