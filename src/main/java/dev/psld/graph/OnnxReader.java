package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads ONNX files and bytes into {@link Graph}s. Stateless and thread-safe. External data is memory-mapped. */
public final class OnnxReader {
    /** Bytes from which a model file is mapped instead of read. */
    private static final long MAPPED_FROM = 1 << 20;

    private OnnxReader() {}

    /** Reads a model file; its external data is looked for beside it. */
    public static Graph read(Path file) {
        return OnnxFile.read(file).graph();
    }

    /** The file in the words of the schema. */
    static OnnxMl.ModelProto proto(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new GraphException(file + " is not a file: give the path of an ONNX model");
        }
        try {
            CodedInputStream stream = bytes(file).newCodedInput();
            // Weights in the model stay where they are: in the file that is mapped, or the array that was read.
            stream.enableAliasing(true);
            stream.setSizeLimit(Integer.MAX_VALUE);
            return OnnxMl.ModelProto.parseFrom(stream);
        } catch (IOException | OutOfMemoryError e) {
            throw new GraphException(file + " is not a readable ONNX model: " + e.getMessage(), e);
        }
    }

    private static ByteString bytes(Path file) throws IOException {
        if (Files.size(file) < MAPPED_FROM) {
            return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new GraphException(file + " has " + channel.size()
                        + " bytes, and an ONNX file ends at 2 GiB: keep its weights in a file beside it");
            }
            return UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    /** Where the weights of a model file lie that are not in it, by the constant's name. */
    public static Map<String, WeightPlace> places(Path file) {
        Map<String, WeightPlace> places = new LinkedHashMap<>();
        for (OnnxMl.TensorProto tensor : proto(file).getGraph().getInitializerList()) {
            WeightPlace.of(tensor).ifPresent(place -> places.put(tensor.getName(), place));
        }
        return places;
    }

    /** Reads a model without external data from bytes. */
    public static Graph read(byte[] bytes) {
        try {
            return graph(OnnxMl.ModelProto.parseFrom(bytes), new TensorCodec(Optional.empty()), "the model");
        } catch (IOException e) {
            throw new GraphException("the bytes are not a readable ONNX model: " + e.getMessage(), e);
        }
    }

    /** What a model file refers to in a file of weights beside it: the bytes, and where they begin. */
    static Map<WeightKey, Long> externalData(Path model, Path weights) {
        TensorCodec codec =
                new TensorCodec(Optional.ofNullable(model.toAbsolutePath().getParent()));
        Map<WeightKey, Long> found = new LinkedHashMap<>();
        for (OnnxMl.TensorProto tensor : proto(model).getGraph().getInitializerList()) {
            TensorCodec.offsetIn(tensor, String.valueOf(weights.getFileName()))
                    .ifPresent(offset -> found.put(new WeightKey(codec.decode(tensor)), offset));
        }
        return found;
    }

    static Graph graph(OnnxMl.ModelProto model, TensorCodec codec, String source) {
        OnnxMl.GraphProto proto = model.getGraph();
        if (proto.getNodeCount() == 0 && proto.getOutputCount() == 0) {
            throw new GraphException(source + " holds no graph: it is not an ONNX model, or it is damaged");
        }
        Map<String, Long> opsets = new LinkedHashMap<>();
        model.getOpsetImportList()
                .forEach(o -> opsets.put(o.getDomain().equals("ai.onnx") ? "" : o.getDomain(), o.getVersion()));
        Graph graph = graph(proto, opsets, codec, v -> value(v).stream());
        GraphCheck.check(graph);
        return graph;
    }

    /** The body of a node, whose inputs may have no type or shape. */
    static Graph body(OnnxMl.GraphProto proto, Map<String, Long> opsets) {
        return graph(
                proto, opsets, new TensorCodec(Optional.empty()), v -> Stream.of(value(v).orElseGet(() -> open(v))));
    }

    private static Graph graph(
            OnnxMl.GraphProto proto,
            Map<String, Long> opsets,
            TensorCodec codec,
            Function<OnnxMl.ValueInfoProto, Stream<Value>> input) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        proto.getInitializerList().forEach(t -> constants.put(t.getName(), codec.decode(t)));
        List<Node> nodes = new ArrayList<>();
        for (OnnxMl.NodeProto node : proto.getNodeList()) {
            Optional<Tensor> value = ConstantNode.value(node, codec);
            if (value.isPresent()) {
                constants.put(node.getOutput(0), value.get());
            } else {
                nodes.add(new Node(
                        node.getName(),
                        node.getOpType(),
                        node.getDomain().equals("ai.onnx") ? "" : node.getDomain(),
                        node.getInputList(),
                        node.getOutputList(),
                        AttributeCodec.decode(node.getAttributeList(), codec)));
            }
        }
        Map<String, Value> known = new LinkedHashMap<>();
        proto.getValueInfoList().forEach(v -> value(v).ifPresent(k -> known.put(k.name(), k)));
        List<Value> inputs = proto.getInputList().stream()
                .filter(v -> !constants.containsKey(v.getName()))
                .flatMap(input)
                .toList();
        List<Value> outputs =
                proto.getOutputList().stream().map(v -> output(v, known)).toList();
        return new Graph(proto.getName(), opsets, inputs, outputs, constants, nodes, known);
    }

    /** An output whose shape the file does not tell gets unknown dimensions from what else is known. */
    private static Value output(OnnxMl.ValueInfoProto proto, Map<String, Value> known) {
        return value(proto)
                .or(() -> Optional.ofNullable(known.get(proto.getName())))
                .orElseGet(() -> open(proto));
    }

    private static Value open(OnnxMl.ValueInfoProto proto) {
        int type = proto.getType().getTensorType().getElemType();
        return new Value(proto.getName(), type == 0 ? ElementType.FLOAT : ElementType.of(type), Shape.of(-1));
    }

    private static Optional<Value> value(OnnxMl.ValueInfoProto proto) {
        OnnxMl.TypeProto.Tensor tensor = proto.getType().getTensorType();
        if (!proto.getType().hasTensorType() || !tensor.hasShape()) {
            return Optional.empty();
        }
        List<Long> dims = tensor.getShape().getDimList().stream()
                .map(d -> d.hasDimValue() ? d.getDimValue() : -1L)
                .toList();
        List<String> symbols = tensor.getShape().getDimList().stream()
                .map(OnnxMl.TensorShapeProto.Dimension::getDimParam)
                .toList();
        return Optional.of(new Value(proto.getName(), ElementType.of(tensor.getElemType()), new Shape(dims), symbols));
    }
}
