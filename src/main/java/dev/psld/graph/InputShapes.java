package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the dimensions of a model's inputs are fixed to. Immutable.
 *
 * @param dimensions values of symbolic dimensions by name, such as {@code batch} = 1
 * @param shapes whole shapes by the input's name; they also tell the symbols in them, for all other values
 */
public record InputShapes(Map<String, Long> dimensions, Map<String, Shape> shapes) {

    public InputShapes {
        dimensions = Map.copyOf(dimensions);
        shapes = Map.copyOf(shapes);
    }

    /** Nothing beyond what the file tells. */
    public static InputShapes asDeclared() {
        return new InputShapes(Map.of(), Map.of());
    }

    /** The model with these dimensions in place of its symbols; an input that keeps an unknown one is an error. */
    OnnxMl.ModelProto applied(OnnxMl.ModelProto model) {
        OnnxMl.ModelProto.Builder fixed = model.toBuilder();
        OnnxMl.GraphProto.Builder graph = fixed.getGraphBuilder();
        Set<String> constants = new HashSet<>();
        graph.getInitializerList().forEach(t -> constants.add(t.getName()));
        List<OnnxMl.ValueInfoProto.Builder> inputs = graph.getInputBuilderList().stream()
                .filter(v -> !constants.contains(v.getName()))
                .toList();
        shapes.keySet().stream()
                .filter(name -> inputs.stream().noneMatch(v -> v.getName().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw new GraphException("the model has no input “" + name + "” to give a shape; it has "
                            + inputs.stream().map(v -> "“" + v.getName() + "”").collect(Collectors.joining(", ")));
                });
        Map<String, Long> symbols = new HashMap<>(dimensions);
        for (OnnxMl.ValueInfoProto.Builder input : inputs) {
            Shape shape = shapes.get(input.getName());
            if (shape != null) {
                give(input, shape, symbols);
            }
        }
        inputs.forEach(v -> substitute(v, symbols));
        graph.getOutputBuilderList().forEach(v -> substitute(v, symbols));
        graph.getValueInfoBuilderList().forEach(v -> substitute(v, symbols));
        requireFixed(inputs);
        return fixed.build();
    }

    private static void give(OnnxMl.ValueInfoProto.Builder input, Shape shape, Map<String, Long> symbols) {
        OnnxMl.TensorShapeProto declared = input.getType().getTensorType().getShape();
        boolean known = input.getType().getTensorType().hasShape();
        if (known && declared.getDimCount() != shape.rank()) {
            throw new GraphException("the input “" + input.getName() + "” has " + declared.getDimCount()
                    + " dimensions, " + text(declared) + ", not " + shape.rank());
        }
        OnnxMl.TensorShapeProto.Builder given = OnnxMl.TensorShapeProto.newBuilder();
        for (int i = 0; i < shape.rank(); i++) {
            OnnxMl.TensorShapeProto.Dimension old =
                    known ? declared.getDim(i) : OnnxMl.TensorShapeProto.Dimension.getDefaultInstance();
            long size = shape.dim(i);
            long before = old.hasDimValue() && old.getDimValue() > 0 ? old.getDimValue() : size;
            if (old.hasDimParam() && !old.getDimParam().isEmpty()) {
                Long other = symbols.putIfAbsent(old.getDimParam(), size);
                before = other == null ? size : other;
            }
            if (before != size) {
                throw new GraphException("dimension " + i + " of the input “" + input.getName() + "” " + text(declared)
                        + " is " + before + " already, not " + size);
            }
            given.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        input.getTypeBuilder().getTensorTypeBuilder().setShape(given);
    }

    private static void substitute(OnnxMl.ValueInfoProto.Builder value, Map<String, Long> symbols) {
        if (!value.getType().hasTensorType() || !value.getType().getTensorType().hasShape()) {
            return;
        }
        for (OnnxMl.TensorShapeProto.Dimension.Builder dim :
                value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilderList()) {
            Long size = dim.hasDimParam() ? symbols.get(dim.getDimParam()) : null;
            if (size != null) {
                dim.setDimValue(size);
            }
        }
    }

    private static void requireFixed(List<OnnxMl.ValueInfoProto.Builder> inputs) {
        List<String> open = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        for (OnnxMl.ValueInfoProto.Builder input : inputs) {
            if (!input.getType().hasTensorType()) {
                throw new GraphException("the input “" + input.getName()
                        + "” is not a tensor (a sequence, a map or an optional value): only tensors have derivatives, so"
                        + " export the model with each element as an input of its own");
            }
            OnnxMl.TensorShapeProto shape = input.getType().getTensorType().getShape();
            boolean told = input.getType().getTensorType().hasShape();
            List<OnnxMl.TensorShapeProto.Dimension> unknown = shape.getDimList().stream()
                    .filter(d -> !d.hasDimValue() || d.getDimValue() < 0)
                    .toList();
            if (told && unknown.isEmpty()) {
                continue;
            }
            open.add("“" + input.getName() + "” " + (told ? text(shape) : "of any number of dimensions"));
            boolean named =
                    told && unknown.stream().noneMatch(d -> d.getDimParam().isEmpty());
            if (named) {
                unknown.forEach(d -> remedies.add("--dim " + d.getDimParam() + "=N"));
            } else {
                remedies.add("--shape " + input.getName() + "=" + (told ? example(shape) : "N,N,…"));
            }
        }
        if (!open.isEmpty()) {
            throw new GraphException("dimensions of inputs are not fixed: " + String.join(", ", open)
                    + "; fix them, for example with "
                    + remedies.stream().distinct().collect(Collectors.joining(" ")) + ", N being numbers");
        }
    }

    private static String example(OnnxMl.TensorShapeProto shape) {
        return shape.getDimList().stream()
                .map(d -> d.hasDimValue() ? Long.toString(d.getDimValue()) : "N")
                .collect(Collectors.joining(","));
    }

    private static String text(OnnxMl.TensorShapeProto shape) {
        return shape.getDimList().stream()
                .map(d -> d.hasDimValue()
                        ? Long.toString(d.getDimValue())
                        : d.getDimParam().isEmpty() ? "?" : d.getDimParam())
                .collect(Collectors.joining("×", "[", "]"));
    }
}
