package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tensors from and to the ONNX schema, external data included. Not thread-safe: it remembers the files that it mapped. */
final class TensorCodec {
    private final Optional<Path> folder;
    private final Map<Path, MappedWeights> mapped = new HashMap<>();

    /** @param folder where external data is looked for; empty when the model came as bytes */
    TensorCodec(Optional<Path> folder) {
        this.folder = folder;
    }

    Tensor decode(OnnxMl.TensorProto proto) {
        ElementType type = ElementType.of(proto.getDataType());
        Shape shape = new Shape(proto.getDimsList());
        if (proto.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
            return new Tensor(type, shape, external(proto));
        }
        if (proto.hasRawData()) {
            return new Tensor(type, shape, proto.getRawData().asReadOnlyByteBuffer());
        }
        return new Tensor(type, shape, typed(proto, type, shape));
    }

    /** Where a tensor begins in a file of this name; empty where it does not lie there. */
    static Optional<Long> offsetIn(OnnxMl.TensorProto proto, String location) {
        Map<String, String> entries = entries(proto);
        return proto.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL
                        && location.equals(entries.get("location"))
                ? Optional.of(Long.parseLong(entries.getOrDefault("offset", "0")))
                : Optional.empty();
    }

    private static Map<String, String> entries(OnnxMl.TensorProto proto) {
        Map<String, String> entries = new HashMap<>();
        proto.getExternalDataList().forEach(e -> entries.put(e.getKey(), e.getValue()));
        return entries;
    }

    static OnnxMl.TensorProto.Builder header(Tensor tensor) {
        return OnnxMl.TensorProto.newBuilder()
                .setDataType(tensor.type().code())
                .addAllDims(tensor.shape().dims());
    }

    static OnnxMl.TensorProto.Builder inline(Tensor tensor) {
        return header(tensor).setRawData(ByteString.copyFrom(tensor.data()));
    }

    private ByteBuffer external(OnnxMl.TensorProto proto) {
        Map<String, String> entries = entries(proto);
        String location = entries.getOrDefault("location", "");
        Path base = folder.orElseThrow(() -> new GraphException(
                "tensor “" + proto.getName() + "” lies in an external file, which a model given as bytes cannot have"));
        Path file = base.resolve(location).normalize();
        if (location.isEmpty() || !file.startsWith(base.normalize())) {
            throw new GraphException(
                    "tensor “" + proto.getName() + "” points outside the model's folder: “" + location + "”");
        }
        MappedWeights whole = mapped.computeIfAbsent(file, MappedWeights::new);
        long offset = Long.parseLong(entries.getOrDefault("offset", "0"));
        long length = Long.parseLong(entries.getOrDefault("length", String.valueOf(whole.bytes() - offset)));
        return whole.region(proto.getName(), offset, length);
    }

    private static ByteBuffer typed(OnnxMl.TensorProto proto, ElementType type, Shape shape) {
        int size = Math.toIntExact(shape.size());
        ByteBuffer bytes = ByteBuffer.allocate(size * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            switch (type) {
                case FLOAT -> bytes.putFloat(proto.getFloatData(i));
                case DOUBLE -> bytes.putDouble(proto.getDoubleData(i));
                case INT64 -> bytes.putLong(proto.getInt64Data(i));
                case INT32 -> bytes.putInt(proto.getInt32Data(i));
                case UINT8, INT8, BOOL -> bytes.put((byte) proto.getInt32Data(i));
                case UINT16, INT16, FLOAT16, BFLOAT16 -> bytes.putShort((short) proto.getInt32Data(i));
                case UINT32 -> bytes.putInt((int) proto.getUint64Data(i));
                case UINT64 -> bytes.putLong(proto.getUint64Data(i));
                case STRING -> throw new GraphException("string tensors are not supported");
            }
        }
        return bytes.flip();
    }
}
