package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out what a forward graph takes and gives: names, types and shapes from the graph, what they hold from {@code
 * model.json} or the convention. Immutable.
 */
record Declaration(String role, ModelData model, ModelDescription.SourceGraph said) {

    /** Throws a {@link ModelException} that names the first input or output that is unknown, missing, or of another shape. */
    GraphEntry of(Graph graph) {
        Convention usual = Convention.of(role).orElseThrow();
        List<TensorSpec> inputs = new ArrayList<>();
        for (Value input : graph.inputs()) {
            inputs.add(checked(input(sized(input), usual)));
        }
        if (!said.inputs().keySet().stream().allMatch(graph::isInput)) {
            String missing = said.inputs().keySet().stream()
                    .filter(name -> !graph.isInput(name))
                    .findFirst()
                    .orElseThrow();
            throw new ModelException(role + ".onnx has no input “" + missing + "”, which model.json names");
        }
        if (inputs.stream().noneMatch(spec -> spec.holds().isData()) && said.differentiate()) {
            throw new ModelException(role + ".onnx has no input “" + dataName(usual) + "”: export it with this name");
        }
        return new GraphEntry(role + ".onnx", inputs, outputs(graph, usual), Optional.empty());
    }

    private TensorSpec input(Value input, Convention usual) {
        Quantity holds = Optional.ofNullable(said.inputs().get(input.name()))
                .or(() -> Optional.ofNullable(usual.inputs().get(input.name())))
                .orElseThrow(() -> new ModelException(role + ".onnx: nobody says what the input “" + input.name()
                        + "” holds: name it in model.json, graphs." + role + ".inputs"));
        List<Double> values = holds == Quantity.CONSTANT
                ? Optional.ofNullable(said.constants().get(input.name())).orElse(List.of())
                : List.of();
        return new TensorSpec(
                input.name(),
                input.type(),
                input.shape(),
                holds,
                Optional.empty(),
                values,
                Optional.ofNullable(said.files().get(input.name())));
    }

    private List<TensorSpec> outputs(Graph graph, Convention usual) {
        Map<String, Quantity> wanted = new HashMap<>(said.outputs().isEmpty() ? usual.outputs() : said.outputs());
        List<TensorSpec> outputs = new ArrayList<>();
        for (Value output : graph.outputs()) {
            Optional.ofNullable(wanted.remove(output.name()))
                    .ifPresent(holds -> outputs.add(checked(new TensorSpec(
                            output.name(), output.type(), sized(output).shape(), holds))));
        }
        wanted.values()
                .removeIf(holds -> holds == Quantity.LOG_VARIANCE || holds == Quantity.POOLED); // not every net has it
        wanted.keySet().stream().sorted().findFirst().ifPresent(missing -> {
            throw new ModelException(role + ".onnx has no output “" + missing
                    + "”: export it with this name, or name another in model.json");
        });
        return outputs;
    }

    /** With the size of a window in place of the dimensions that a graph for any size leaves open, and one picture. */
    private Value sized(Value value) {
        Shape shape = value.shape();
        Shape window = ModelData.batchOfOne(model.image());
        for (int axis = 0; axis < shape.rank() && model.anySize().isPresent(); axis++) {
            if (shape.dim(axis) < 0) {
                shape = shape.with(axis, shape.rank() == window.rank() ? window.dim(axis) : 1);
            }
        }
        return new Value(value.name(), value.type(), shape);
    }

    private TensorSpec checked(TensorSpec spec) {
        spec.fault().ifPresent(fault -> {
            throw new ModelException(role + ".onnx: “" + spec.name() + "” " + fault);
        });
        model.shape(spec.holds()).filter(wanted -> !wanted.equals(spec.shape())).ifPresent(wanted -> {
            throw new ModelException(role + ".onnx: “" + spec.name() + "” has shape " + spec.shape()
                    + ", model.json asks for " + wanted);
        });
        return spec;
    }

    private static String dataName(Convention usual) {
        return usual.inputs().entrySet().stream()
                .filter(entry -> entry.getValue().isData())
                .map(Map.Entry::getKey)
                .sorted()
                .reduce((a, b) -> b)
                .orElse("x");
    }
}
