package dev.psld.cli;

import dev.psld.cli.tensor.NumpyFile;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether and where to check a derivative. Filled by picocli. */
final class CheckOptions {
    @Option(
            names = "--check",
            description =
                    "Test ⟨Jv, w⟩ = ⟨v, J*w⟩ and difference quotients on random data, on the CPU; exit code 1 when"
                            + " one fails. Real inputs are drawn normal, whole numbers and booleans 0 or 1.")
    boolean check;

    @Option(
            names = "--data",
            paramLabel = "D",
            description = "Values of inputs for --check: FILE.npz with arrays by input name, or NAME=FILE.npy; may be"
                    + " repeated. Use it where random data is not valid or not typical.")
    private List<String> data = List.of();

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the random data (default: 1).")
    long seed = 1;

    boolean hasData() {
        return !data.isEmpty();
    }

    /** The given values, which must fit the inputs of the graph. */
    Map<String, Tensor> read(Graph graph) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (String text : data) {
            int sign = text.indexOf('=');
            if (sign > 0) {
                values.put(text.substring(0, sign), NumpyFile.array(Path.of(text.substring(sign + 1))));
            } else {
                values.putAll(NumpyFile.arrays(Path.of(text)));
            }
        }
        values.forEach((name, tensor) -> requireFit(graph, name, tensor));
        return values;
    }

    private static void requireFit(Graph graph, String name, Tensor tensor) {
        if (!graph.isInput(name)) {
            throw new GraphException("--data gives “" + name + "”, which is no input of the model: it has "
                    + graph.inputs().stream().map(Value::name).toList());
        }
        Value input = graph.value(name);
        if (input.type() != tensor.type() || !input.shape().equals(tensor.shape())) {
            throw new GraphException("--data gives “" + name + "” as " + tensor.type() + tensor.shape()
                    + ", but the model takes " + input.type() + input.shape());
        }
    }
}
