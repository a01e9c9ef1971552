package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a file of weights a tensor lies. Immutable; two tensors of one place are the same weight.
 *
 * @param file name of the file, relative to the model's folder
 * @param offset first byte
 * @param length number of bytes
 */
public record WeightPlace(String file, long offset, long length) {

    /** The place that a tensor names; empty for one whose values lie in the model, or that does not tell its length. */
    static Optional<WeightPlace> of(OnnxMl.TensorProto tensor) {
        Map<String, String> entries = new HashMap<>();
        tensor.getExternalDataList().forEach(e -> entries.put(e.getKey(), e.getValue()));
        boolean told = tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL
                && entries.containsKey("location")
                && entries.containsKey("length");
        return told
                ? Optional.of(new WeightPlace(
                        entries.getOrDefault("location", ""),
                        Long.parseLong(entries.getOrDefault("offset", "0")),
                        Long.parseLong(entries.getOrDefault("length", "0"))))
                : Optional.empty();
    }

    /** A tensor of this type and shape whose values lie here. */
    OnnxMl.TensorProto.Builder reference(Tensor tensor) {
        return TensorCodec.header(tensor)
                .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", file))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)));
    }

    private static OnnxMl.StringStringEntryProto entry(String key, String value) {
        return OnnxMl.StringStringEntryProto.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }
}
