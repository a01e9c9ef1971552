package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attributes of a node by name. Immutable and thread-safe. A value is a {@code Long}, {@code Float}, {@code String},
 * {@code List} of one of these, a {@link Tensor}, or a {@link Subgraph}.
 */
public record Attributes(Map<String, Object> values) {
    public static final Attributes NONE = new Attributes(Map.of());

    /** The body of an If, Loop or Scan. */
    public record Subgraph(OnnxMl.GraphProto proto) {

        public Subgraph {
            proto = withoutRepetition(proto);
        }

        /** ONNX Runtime writes the constants of bodies twice where weights go to a file, and then does not load them. */
        private static OnnxMl.GraphProto withoutRepetition(OnnxMl.GraphProto proto) {
            Map<String, OnnxMl.TensorProto> once = new LinkedHashMap<>();
            proto.getInitializerList().forEach(t -> once.putIfAbsent(t.getName(), t));
            OnnxMl.GraphProto.Builder body =
                    proto.toBuilder().clearInitializer().addAllInitializer(once.values());
            body.getNodeBuilderList().stream()
                    .flatMap(n -> n.getAttributeBuilderList().stream())
                    .filter(OnnxMl.AttributeProto.Builder::hasG)
                    .forEach(a -> a.setG(withoutRepetition(a.getG())));
            return body.build();
        }

        /**
         * The body as a graph, which may read values of the graph around it.
         *
         * @param opsets those of the model
         */
        public Graph graph(Map<String, Long> opsets) {
            return OnnxReader.body(proto, opsets);
        }

        /** A body of a graph, which may read values of the graph around it. */
        public static Subgraph of(Graph graph) {
            return new Subgraph(OnnxWriter.body(graph));
        }

        /** A body with the inputs and outputs of this one, and the nodes and constants of a graph. */
        public Subgraph with(Graph graph) {
            return new Subgraph(OnnxWriter.body(proto, graph));
        }

        /** The body with other names for what it reads of the graph around it, and for what it makes; in bodies inside it too. */
        Subgraph renamed(Map<String, String> names) {
            OnnxMl.GraphProto.Builder body = proto.toBuilder();
            body.getInputBuilderList().forEach(i -> i.setName(names.getOrDefault(i.getName(), i.getName())));
            body.getInitializerBuilderList().forEach(t -> t.setName(names.getOrDefault(t.getName(), t.getName())));
            body.getValueInfoBuilderList().forEach(v -> v.setName(names.getOrDefault(v.getName(), v.getName())));
            for (OnnxMl.NodeProto.Builder node : body.getNodeBuilderList()) {
                for (int i = 0; i < node.getInputCount(); i++) {
                    node.setInput(i, names.getOrDefault(node.getInput(i), node.getInput(i)));
                }
                for (int i = 0; i < node.getOutputCount(); i++) {
                    node.setOutput(i, names.getOrDefault(node.getOutput(i), node.getOutput(i)));
                }
                node.getAttributeBuilderList().stream()
                        .filter(OnnxMl.AttributeProto.Builder::hasG)
                        .forEach(a ->
                                a.setG(new Subgraph(a.getG()).renamed(names).proto()));
            }
            body.getOutputBuilderList().forEach(o -> o.setName(names.getOrDefault(o.getName(), o.getName())));
            return new Subgraph(body.build());
        }

        /** Every name that something inside has, in bodies inside it too. */
        Stream<String> ownNames() {
            return names(proto);
        }

        private static Stream<String> names(OnnxMl.GraphProto proto) {
            return Stream.of(
                            proto.getInputList().stream().map(OnnxMl.ValueInfoProto::getName),
                            proto.getInitializerList().stream().map(OnnxMl.TensorProto::getName),
                            proto.getNodeList().stream()
                                    .flatMap(n -> Stream.concat(
                                            n.getOutputList().stream(),
                                            n.getAttributeList().stream()
                                                    .filter(OnnxMl.AttributeProto::hasG)
                                                    .flatMap(a -> names(a.getG())))))
                    .flatMap(names -> names);
        }

        /** Every name that nodes inside use, those of the surrounding graph among them. */
        Stream<String> usedNames() {
            return Stream.concat(
                    proto.getOutputList().stream().map(OnnxMl.ValueInfoProto::getName),
                    proto.getNodeList().stream()
                            .flatMap(n -> Stream.concat(
                                    n.getInputList().stream(),
                                    n.getAttributeList().stream()
                                            .filter(OnnxMl.AttributeProto::hasG)
                                            .flatMap(a -> new Subgraph(a.getG()).usedNames()))));
        }
    }

    public Attributes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Attributes from pairs of name and value; ints may be given as Integer, int[] or long[]. */
    public static Attributes of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], normalise(pairs[i + 1]));
        }
        return new Attributes(map);
    }

    private static Object normalise(Object value) {
        if (value instanceof Integer i) {
            return (long) i;
        }
        if (value instanceof Double d) {
            return (float) (double) d;
        }
        if (value instanceof Boolean b) {
            return b ? 1L : 0L;
        }
        if (value instanceof long[] longs) {
            return Arrays.stream(longs).boxed().toList();
        }
        if (value instanceof int[] ints) {
            return Arrays.stream(ints).mapToObj(i -> (long) i).toList();
        }
        return value;
    }

    /** Names that bodies of If, Loop or Scan may take from the surrounding graph. */
    Stream<String> usedInBodies() {
        return values.values().stream().filter(Subgraph.class::isInstance).flatMap(v -> ((Subgraph) v).usedNames());
    }

    /** Names that values have in bodies of If, Loop or Scan. */
    public Stream<String> ownInBodies() {
        return values.values().stream().filter(Subgraph.class::isInstance).flatMap(v -> ((Subgraph) v).ownNames());
    }

    /** A body by name; empty where the attribute is missing. */
    public Optional<Subgraph> body(String name) {
        return values.get(name) instanceof Subgraph body ? Optional.of(body) : Optional.empty();
    }

    /** A copy whose bodies read other names of the graph around them. */
    Attributes withNames(Map<String, String> names) {
        if (values.values().stream().noneMatch(Subgraph.class::isInstance)) {
            return this;
        }
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.replaceAll((key, value) -> value instanceof Subgraph body ? body.renamed(names) : value);
        return new Attributes(copy);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public long integer(String name, long otherwise) {
        return values.get(name) instanceof Long value ? value : otherwise;
    }

    public double real(String name, double otherwise) {
        return values.get(name) instanceof Float value ? value : otherwise;
    }

    public String text(String name, String otherwise) {
        return values.get(name) instanceof String value ? value : otherwise;
    }

    /** A list of integers; empty when the attribute is missing. */
    public Optional<long[]> integers(String name) {
        return values.get(name) instanceof List<?> list
                ? Optional.of(list.stream().mapToLong(v -> (Long) v).toArray())
                : Optional.empty();
    }

    /** A list of reals; empty when the attribute is missing. */
    public Optional<double[]> reals(String name) {
        return values.get(name) instanceof List<?> list
                ? Optional.of(list.stream().mapToDouble(v -> (Float) v).toArray())
                : Optional.empty();
    }

    public Optional<Tensor> tensor(String name) {
        return values.get(name) instanceof Tensor tensor ? Optional.of(tensor) : Optional.empty();
    }

    /** A copy with one attribute set. */
    public Attributes with(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.put(name, normalise(value));
        return new Attributes(copy);
    }

    /** A copy without one attribute. */
    public Attributes without(String name) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.remove(name);
        return new Attributes(copy);
    }
}
