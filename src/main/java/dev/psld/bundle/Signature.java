package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The inputs and outputs that the graph of a role must have: names and shapes. Immutable.
 *
 * @param input what is differentiated by
 * @param outputs what is differentiated
 */
public record Signature(String role, String input, List<String> outputs, Map<String, Shape> shapes) {

    /** The names alone. */
    static Signature named(String role) {
        return switch (role) {
            case "encoder" -> new Signature(role, "x", List.of("mean", "logvar"), Map.of());
            case "decoder" -> new Signature(role, "z", List.of("x"), Map.of());
            case "unet" -> new Signature(role, "z", List.of("prediction"), Map.of());
            default -> throw new ModelException("a bundle has no graph in the role " + role);
        };
    }

    /** Names and the shapes that image and latent sizes (channels, height, width) ask for. */
    public static Signature of(String role, List<Integer> imageDims, List<Integer> latentDims) {
        Shape image = batchOfOne(imageDims);
        Shape latent = batchOfOne(latentDims);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("x", image);
        shapes.put("z", latent);
        shapes.put("mean", latent);
        shapes.put("logvar", latent);
        shapes.put("prediction", latent);
        shapes.put("t", Shape.of(1));
        Signature names = named(role);
        return new Signature(role, names.input, names.outputs, shapes);
    }

    /** Shape of {@link #input}. */
    public Shape inputShape() {
        return Objects.requireNonNull(shapes.get(input));
    }

    /** Throws a {@link ModelException} that names the first input or output that differs. */
    void check(Graph graph) {
        for (Value value : graph.inputs()) {
            checkShape(value);
        }
        if (graph.inputs().stream().noneMatch(v -> v.name().equals(input))) {
            throw new ModelException(role + ".onnx has no input “" + input + "”: export it with this name");
        }
        for (String output : outputs) {
            checkShape(graph.outputs().stream()
                    .filter(v -> v.name().equals(output))
                    .findAny()
                    .orElseThrow(() -> new ModelException(
                            role + ".onnx has no output “" + output + "”: export it with this name")));
        }
    }

    private void checkShape(Value value) {
        Shape wanted = shapes.get(value.name());
        if (!Objects.equals(wanted, value.shape())) {
            throw new ModelException(role + ".onnx: “" + value.name() + "” has shape " + value.shape() + ", "
                    + (wanted == null ? "no such name is known here" : "model.json asks for " + wanted));
        }
    }

    private static Shape batchOfOne(List<Integer> dims) {
        return Shape.of(1, dims.get(0), dims.get(1), dims.get(2));
    }
}
