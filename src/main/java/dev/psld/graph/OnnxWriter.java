package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@link Graph}s as ONNX bytes and files. Stateless and thread-safe. A file appears whole or not at all. */
public final class OnnxWriter {
    /** Constants of at least this many bytes go to the weight file, when there is one. */
    private static final int EXTERNAL_FROM = 1024;

    private OnnxWriter() {}

    /** The model as bytes, with all constants inside. */
    public static byte[] toBytes(Graph graph) {
        return model(graph, (name, tensor) -> Optional.empty()).toByteArray();
    }

    /**
     * The model as bytes, without the constants that lie in files already.
     *
     * @param places where, by the constant's name; the files are looked for in the folder that the session is told
     */
    public static byte[] toBytes(Graph graph, Map<String, WeightPlace> places) {
        return model(
                        graph,
                        (name, tensor) -> Optional.ofNullable(places.get(name)).map(place -> place.reference(tensor)))
                .toByteArray();
    }

    /** Writes one self-contained file. */
    public static void write(Graph graph, Path file) {
        save(file, toBytes(graph));
    }

    /** Writes one graph whose large constants lie in a weight file that other graphs may share. */
    public static void write(Graph graph, Path file, WeightFile weights) {
        save(file, model(graph, large(weights)).toByteArray());
    }

    /**
     * Writes a graph with further values as outputs, by name only: what a session needs to tell their shapes. Not a
     * valid model for other programs.
     */
    public static void writeProbe(Graph graph, List<String> more, Path file, WeightFile weights) {
        OnnxMl.ModelProto.Builder model = model(graph, large(weights)).toBuilder();
        more.forEach(n -> model.getGraphBuilder()
                .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(n)));
        save(file, model.build().toByteArray());
    }

    /**
     * Copies a model file as its author wrote it, symbols and all, with further values as outputs by name only, so that
     * an optimiser keeps them. Not a valid model for other programs.
     */
    public static void copyProbe(Path model, List<String> more, Path file, WeightFile weights) {
        OnnxMl.ModelProto.Builder copy = OnnxReader.proto(model).toBuilder();
        TensorCodec codec =
                new TensorCodec(Optional.ofNullable(model.toAbsolutePath().getParent()));
        for (OnnxMl.TensorProto.Builder t : copy.getGraphBuilder().getInitializerBuilderList()) {
            if (t.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL) {
                String name = t.getName();
                OnnxMl.TensorProto moved =
                        weights.reference(codec.decode(t.build())).build();
                t.clear().mergeFrom(moved).setName(name);
            }
        }
        more.forEach(n -> copy.getGraphBuilder()
                .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(n)));
        save(file, copy.build().toByteArray());
    }

    /** The body of a node: inputs and outputs as they are declared, nodes and constants of a graph. */
    static OnnxMl.GraphProto body(OnnxMl.GraphProto declared, Graph graph) {
        OnnxMl.GraphProto.Builder body = declared.toBuilder().clearNode().clearInitializer();
        graph.constants()
                .forEach((name, tensor) ->
                        body.addInitializer(TensorCodec.inline(tensor).setName(name)));
        graph.nodes().forEach(n -> body.addNode(node(n)));
        return body.build();
    }

    /** A body with the inputs and outputs, nodes and constants of a graph, and what it knows of values between. */
    static OnnxMl.GraphProto body(Graph graph) {
        OnnxMl.GraphProto.Builder declared = OnnxMl.GraphProto.newBuilder().setName(graph.name());
        graph.inputs().forEach(v -> declared.addInput(value(v)));
        graph.outputs().forEach(v -> declared.addOutput(v.isTold() ? value(v) : shapeless(v)));
        graph.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(o -> graph.outputs().stream().noneMatch(v -> v.name().equals(o)))
                .flatMap(o -> Optional.ofNullable(graph.values().get(o)).stream())
                .filter(v -> v.shape().isStatic())
                .forEach(v -> declared.addValueInfo(value(v)));
        return body(declared.build(), graph);
    }

    private static External large(WeightFile weights) {
        return (name, tensor) -> tensor.data().remaining() >= EXTERNAL_FROM && weights.takes(tensor)
                ? Optional.of(weights.reference(tensor))
                : Optional.empty();
    }

    private static OnnxMl.ModelProto model(Graph graph, External external) {
        OnnxMl.GraphProto.Builder proto = OnnxMl.GraphProto.newBuilder().setName(graph.name());
        graph.inputs().forEach(v -> proto.addInput(value(v)));
        graph.outputs().forEach(v -> proto.addOutput(v.isTold() ? value(v) : shapeless(v)));
        for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
            Tensor tensor = constant.getValue();
            proto.addInitializer(external.reference(constant.getKey(), tensor)
                    .orElseGet(() -> TensorCodec.inline(tensor))
                    .setName(constant.getKey()));
        }
        graph.nodes().forEach(n -> proto.addNode(node(n)));
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(graph.opset() >= 21 ? 10 : 8)
                .setProducerName("psld")
                .setGraph(proto);
        graph.opsets()
                .forEach((domain, version) -> model.addOpsetImport(
                        OnnxMl.OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
        return model.build();
    }

    private static OnnxMl.NodeProto node(Node node) {
        OnnxMl.NodeProto.Builder proto = OnnxMl.NodeProto.newBuilder()
                .setName(node.name())
                .setOpType(node.op())
                .setDomain(node.domain())
                .addAllInput(node.inputs())
                .addAllOutput(node.outputs());
        node.attributes().values().forEach((k, v) -> proto.addAttribute(AttributeCodec.encode(k, v)));
        return proto.build();
    }

    /** What is not known of an output a runtime infers; an unknown number of dimensions has no other form. */
    private static OnnxMl.ValueInfoProto shapeless(Value value) {
        OnnxMl.TypeProto.Tensor type = OnnxMl.TypeProto.Tensor.newBuilder()
                .setElemType(value.type().code())
                .build();
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(OnnxMl.TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    static OnnxMl.ValueInfoProto value(Value value) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        for (int i = 0; i < value.shape().rank(); i++) {
            OnnxMl.TensorShapeProto.Dimension.Builder d = shape.addDimBuilder();
            if (value.shape().dim(i) >= 0) {
                d.setDimValue(value.shape().dim(i));
            } else if (!value.symbol(i).isEmpty()) {
                d.setDimParam(value.symbol(i));
            }
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(value.type().code())
                                .setShape(shape)))
                .build();
    }

    static void save(Path file, byte[] bytes) {
        WholeFile.write(file, channel -> WholeFile.put(channel, ByteBuffer.wrap(bytes), 0));
    }

    /** Says of a constant that it lies in a file, and where. */
    private interface External {
        Optional<OnnxMl.TensorProto.Builder> reference(String name, Tensor tensor);
    }
}
