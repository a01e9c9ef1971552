package dev.psld.autodiff;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.psld.OfficialRuntime;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Rewiring;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** ONNX Runtime's own Java API as the judge of graphs: folds them, tells their shapes, runs them. Stateless. */
final class OrtOracle {
    private static final OrtEnvironment ENVIRONMENT = OfficialRuntime.environment();

    private OrtOracle() {}

    /** The graph with shape arithmetic folded and the type and shape of every value known. */
    static Graph prepared(Graph graph) {
        try {
            Graph folded = folded(graph);
            // Functions that ONNX Runtime writes out at load come with shape arithmetic of their own.
            boolean shapes = folded.nodes().stream().anyMatch(n -> n.op().equals("Shape"));
            return withShapes(shapes ? folded(folded) : folded);
        } catch (OrtException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Graph folded(Graph graph) throws OrtException, IOException {
        Path file = Files.createTempFile("folded", ".onnx");
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
        options.setOptimizedModelFilePath(file.toString());
        ENVIRONMENT.createSession(OnnxWriter.toBytes(graph), options).close();
        Graph read = OnnxReader.read(file);
        Files.delete(file);
        Rewiring wires = new Rewiring(read);
        read.constants().forEach((name, tensor) -> {
            // The shape of a Reshape that stands for several: the next load gives that name again, and would find it
            // taken.
            if (name.contains("_new_shape")) {
                wires.redirect(name, wires.constant("shape", tensor));
            }
        });
        Graph named = wires.build();
        GraphBuilder clean = new GraphBuilder(named.name(), named.opset());
        named.inputs().forEach(clean::input);
        named.constants().forEach(clean::constant);
        named.nodes().forEach(clean::add);
        named.outputs().forEach(clean::output);
        return clean.build();
    }

    /** The graph with the type and shape of every value, as ONNX Runtime infers them. */
    static Graph withShapes(Graph graph) throws OrtException, IOException {
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(OnnxWriter.toBytes(graph)).toBuilder();
        OnnxMl.GraphProto.Builder proto = model.getGraphBuilder().clearOutput();
        Set<String> names = new HashSet<>();
        for (Node node : graph.nodes()) {
            node.outputs().stream().filter(o -> !o.isEmpty()).forEach(names::add);
        }
        names.forEach(n -> proto.addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(n)));
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        Map<String, Value> known = new HashMap<>();
        try (OrtSession session = ENVIRONMENT.createSession(model.build().toByteArray(), options)) {
            for (String name : names) {
                TensorInfo info = (TensorInfo)
                        Objects.requireNonNull(session.getOutputInfo().get(name))
                                .getInfo();
                known.put(name, new Value(name, type(info.type), Shape.of(info.getShape())));
            }
        }
        GraphBuilder builder = graph.toBuilder().clearOutputs();
        known.values().forEach(builder::know);
        graph.outputs().forEach(o -> builder.output(known.getOrDefault(o.name(), o)));
        return builder.build();
    }

    /** Runs a graph once; tensors by name in and out. */
    static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (OrtSession session = ENVIRONMENT.createSession(OnnxWriter.toBytes(graph))) {
            return run(session, inputs);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    static OrtSession session(Graph graph) throws OrtException {
        return ENVIRONMENT.createSession(OnnxWriter.toBytes(graph));
    }

    static Map<String, Tensor> run(OrtSession session, Map<String, Tensor> inputs) throws OrtException {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        for (String name : session.getInputNames()) {
            Tensor tensor = inputs.get(name);
            if (tensor == null) {
                throw new IllegalStateException("no value for the input " + name);
            }
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(tensor.data().remaining()).order(ByteOrder.nativeOrder());
            direct.put(tensor.data()).flip();
            feeds.put(
                    name,
                    OnnxTensor.createTensor(ENVIRONMENT, direct, tensor.shape().toArray(), javaType(tensor.type())));
        }
        Map<String, Tensor> results = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(feeds)) {
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
                OnnxTensor tensor = (OnnxTensor) entry.getValue();
                ByteBuffer bytes = tensor.getByteBuffer();
                ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
                copy.put(bytes).flip();
                results.put(
                        entry.getKey(),
                        new Tensor(
                                type(tensor.getInfo().type),
                                Shape.of(tensor.getInfo().getShape()),
                                copy));
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
        return results;
    }

    private static ElementType type(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> ElementType.FLOAT;
            case DOUBLE -> ElementType.DOUBLE;
            case INT64 -> ElementType.INT64;
            case INT32 -> ElementType.INT32;
            case BOOL -> ElementType.BOOL;
            case FLOAT16 -> ElementType.FLOAT16;
            case UINT8 -> ElementType.UINT8;
            default -> throw new IllegalStateException("no test uses " + type);
        };
    }

    private static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case BOOL -> OnnxJavaType.BOOL;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case UINT8 -> OnnxJavaType.UINT8;
            default -> throw new IllegalStateException("no test uses " + type);
        };
    }
}
