package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.util.Optional;

/** The forms in which a Constant node carries its value. Stateless. */
final class ConstantNode {
    private ConstantNode() {}

    /** The value of a Constant node; empty for any other node. */
    static Optional<Tensor> value(OnnxMl.NodeProto node, TensorCodec codec) {
        if (!node.getOpType().equals("Constant") || node.getAttributeCount() != 1) {
            return Optional.empty();
        }
        OnnxMl.AttributeProto attribute = node.getAttribute(0);
        return switch (attribute.getName()) {
            case "value" -> Optional.of(codec.decode(attribute.getT()));
            case "value_float" -> Optional.of(Tensor.floats(Shape.of(), attribute.getF()));
            case "value_int" -> Optional.of(Tensor.longs(Shape.of(), attribute.getI()));
            case "value_ints" ->
                Optional.of(Tensor.vector(attribute.getIntsList().stream()
                        .mapToLong(Long::longValue)
                        .toArray()));
            case "value_floats" -> {
                float[] values = new float[attribute.getFloatsCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = attribute.getFloats(i);
                }
                yield Optional.of(Tensor.floats(Shape.of(values.length), values));
            }
            default -> Optional.empty();
        };
    }
}
