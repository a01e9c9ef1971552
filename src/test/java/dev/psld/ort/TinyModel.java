package dev.psld.ort;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Small graphs made in memory. A dimension is a number or a symbol. */
final class TinyModel {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");

    TinyModel input(String name, ElementType type, Object... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    TinyModel output(String name, ElementType type, Object... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    TinyModel node(String op, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(op)
                .setName(op + graph.getNodeCount())
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return this;
    }

    TinyModel weights(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementType.FLOAT.code())
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return this;
    }

    TinyModel random(String name, long seed, long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        Random random = new Random(seed);
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f * (float) random.nextGaussian();
        }
        return weights(name, values, shape);
    }

    byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("psld")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** y = x + x. */
    static byte[] twice(ElementType type, Object... shape) {
        return new TinyModel()
                .input("x", type, shape)
                .node("Add", List.of("x", "x"), "y")
                .output("y", type, shape)
                .bytes();
    }

    private static ValueInfoProto value(String name, ElementType type, Object... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (Object size : shape) {
            TensorShapeProto.Dimension.Builder dim = dims.addDimBuilder();
            if (size instanceof String symbol) {
                dim.setDimParam(symbol);
            } else {
                dim.setDimValue(((Number) size).longValue());
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.code())
                                .setShape(dims)))
                .build();
    }
}
