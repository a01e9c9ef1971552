package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes to and from the ONNX schema. Stateless. */
final class AttributeCodec {
    private AttributeCodec() {}

    static Attributes decode(List<OnnxMl.AttributeProto> protos, TensorCodec codec) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (OnnxMl.AttributeProto a : protos) {
            values.put(
                    a.getName(),
                    switch (a.getType()) {
                        case INT -> (Object) a.getI();
                        case FLOAT -> a.getF();
                        case STRING -> a.getS().toStringUtf8();
                        case INTS -> a.getIntsList();
                        case FLOATS -> a.getFloatsList();
                        case STRINGS ->
                            a.getStringsList().stream()
                                    .map(ByteString::toStringUtf8)
                                    .toList();
                        case TENSOR -> codec.decode(a.getT());
                        case GRAPH -> new Attributes.Subgraph(a.getG());
                        default ->
                            throw new GraphException("attribute “" + a.getName()
                                    + "” is of a kind that is not supported: " + a.getType());
                    });
        }
        return new Attributes(values);
    }

    static OnnxMl.AttributeProto encode(String name, Object value) {
        OnnxMl.AttributeProto.Builder a = OnnxMl.AttributeProto.newBuilder().setName(name);
        if (value instanceof Long i) {
            a.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(i);
        } else if (value instanceof Float f) {
            a.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(f);
        } else if (value instanceof String s) {
            a.setType(OnnxMl.AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(s));
        } else if (value instanceof Tensor t) {
            a.setType(OnnxMl.AttributeProto.AttributeType.TENSOR)
                    .setT(TensorCodec.inline(t).build());
        } else if (value instanceof Attributes.Subgraph g) {
            a.setType(OnnxMl.AttributeProto.AttributeType.GRAPH).setG(g.proto());
        } else if (value instanceof List<?> list) {
            encodeList(a, list);
        } else {
            throw new GraphException("attribute “" + name + "” has a value that ONNX cannot hold: " + value);
        }
        return a.build();
    }

    private static void encodeList(OnnxMl.AttributeProto.Builder a, List<?> list) {
        if (!list.isEmpty() && list.get(0) instanceof Float) {
            a.setType(OnnxMl.AttributeProto.AttributeType.FLOATS);
            list.forEach(v -> a.addFloats((Float) v));
        } else if (!list.isEmpty() && list.get(0) instanceof String) {
            a.setType(OnnxMl.AttributeProto.AttributeType.STRINGS);
            list.forEach(v -> a.addStrings(ByteString.copyFromUtf8((String) v)));
        } else {
            a.setType(OnnxMl.AttributeProto.AttributeType.INTS);
            list.forEach(v -> a.addInts((Long) v));
        }
    }
}
