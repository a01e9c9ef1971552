package dev.psld.derive;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a session on tensors of any type. Stateless. */
public final class TypedRun {
    private TypedRun() {}

    /**
     * Runs once.
     *
     * @param values by name, at least those that the graph takes; others are ignored
     * @return every output, copied
     */
    public static Map<String, Tensor> run(Environment environment, Session session, Map<String, Tensor> values) {
        Map<String, OrtTensor> made = held(environment, session, values, Map.of());
        try {
            Map<String, Tensor> results = new LinkedHashMap<>();
            made.forEach((name, tensor) -> results.put(name, copy(tensor)));
            return results;
        } finally {
            made.values().forEach(OrtTensor::close);
        }
    }

    /**
     * Runs once; results stay where ONNX Runtime put them, for the caller to close.
     *
     * @param others values that are there already, which stay the caller's and go before {@code values}
     */
    static Map<String, OrtTensor> held(
            Environment environment, Session session, Map<String, Tensor> values, Map<String, OrtTensor> others) {
        Map<String, OrtTensor> feeds = new LinkedHashMap<>();
        List<OrtTensor> own = new ArrayList<>();
        try {
            for (TensorInfo input : session.inputs()) {
                OrtTensor there = others.get(input.name());
                if (there == null) {
                    there = feed(environment, session, input, values);
                    own.add(there);
                }
                feeds.put(input.name(), there);
            }
            return session.run(feeds);
        } finally {
            own.forEach(OrtTensor::close);
        }
    }

    private static OrtTensor feed(
            Environment environment, Session session, TensorInfo input, Map<String, Tensor> values) {
        Tensor value = values.get(input.name());
        if (value == null) {
            throw new ModelException(session.name() + " was given no value for its input “" + input.name() + "”");
        }
        if (value.type().code() != input.type().code()) {
            throw new ModelException(session.name() + " takes " + input.type() + " for its input “" + input.name()
                    + "”, but was given " + value.type());
        }
        OrtTensor tensor = OrtTensor.allocate(
                environment,
                input.type(),
                input.fixed() ? input.dimensions() : value.shape().toArray());
        tensor.bytes().put(value.data());
        return tensor;
    }

    static Tensor copy(OrtTensor tensor) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(tensor.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(tensor.bytes()).flip();
        return new Tensor(ElementType.of(tensor.type().code()), Shape.of(tensor.shape()), bytes);
    }
}
