package dev.psld.chain;

import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.operator.GraphSource;
import dev.psld.operator.OperatorException;
import dev.psld.ort.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A user's operator made ready: its open dimensions fixed by what it is for. Thread-safe; the environment stays the caller's. */
public record OperatorFile(Environment environment) implements GraphSource {

    /** @throws OperatorException when it cannot be made ready for that input */
    @Override
    public Graph read(Path file, Shape input) {
        try {
            Preparation preparation = new Preparation(environment);
            Graph given = OnnxReader.read(file);
            Graph fixed = fixed(given, input);
            return fixed == given ? preparation.prepare(file, Map.of()) : preparation.prepare(fixed);
        } catch (ModelException e) {
            throw new OperatorException(
                    "the operator " + file + " cannot be used for " + input + " (" + e.getMessage()
                            + "): export it with fixed sizes",
                    e);
        }
    }

    /** The same graph with its one input of that shape, as far as the file leaves it open. */
    private static Graph fixed(Graph given, Shape input) {
        List<Value> inputs = given.inputs();
        if (inputs.size() != 1
                || inputs.get(0).shape().isStatic()
                || inputs.get(0).shape().rank() != input.rank()) {
            return given;
        }
        Shape shape = inputs.get(0).shape();
        for (int i = 0; i < input.rank(); i++) {
            shape = shape.dim(i) < 0 ? shape.with(i, input.dim(i)) : shape;
        }
        GraphBuilder fixed = new GraphBuilder(given.name(), given.opset());
        fixed.input(new Value(inputs.get(0).name(), inputs.get(0).type(), shape));
        given.constants().forEach(fixed::constant);
        given.nodes().forEach(fixed::add);
        given.outputs().forEach(fixed::output);
        given.opsets().forEach(fixed::opset);
        return fixed.build();
    }
}
