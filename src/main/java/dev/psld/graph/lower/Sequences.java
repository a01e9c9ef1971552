package dev.psld.graph.lower;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Sequences whose elements are known one by one: each is handled by itself. Stateless. */
final class Sequences {
    private Sequences() {}

    /** A value, or a sequence, under another name. */
    static void copied(Lowering w, String name, String value) {
        List<String> elements = w.sequences().get(value);
        if (elements == null) {
            w.output(name, value);
        } else {
            w.sequences().put(name, elements);
        }
    }

    static boolean written(Node node, Lowering w) {
        return switch (node.op()) {
            case "SequenceEmpty" -> known(node, w, List.of());
            case "SequenceConstruct" -> known(node, w, node.inputs());
            case "SplitToSequence" -> split(node, w);
            case "SequenceMap" -> mapped(node, w);
            default -> {
                List<String> elements = w.sequences().get(node.input(0));
                yield elements != null && used(node, w, elements);
            }
        };
    }

    private static boolean known(Node node, Lowering w, List<String> elements) {
        w.sequences().put(node.output(), List.copyOf(elements));
        return true;
    }

    /** The body for each element by itself; what is no sequence goes into all of them. */
    private static boolean mapped(Node node, Lowering w) {
        Optional<Graph> body = node.attributes().body("body").map(w::body);
        List<String> elements = w.sequences().get(node.input(0));
        if (body.isEmpty() || elements == null || !w.fits(body.get(), elements.size())) {
            return false;
        }
        List<List<String>> results = new ArrayList<>();
        node.outputs().forEach(o -> results.add(new ArrayList<>()));
        for (int k = 0; k < elements.size(); k++) {
            List<String> feeds = new ArrayList<>();
            for (String input : node.inputs()) {
                List<String> others = w.sequences().get(input);
                feeds.add(others == null ? input : others.get(k));
            }
            List<String> made = w.inlined(body.get(), feeds);
            for (int j = 0; j < results.size(); j++) {
                results.get(j).add(made.get(j));
            }
        }
        for (int j = 0; j < results.size(); j++) {
            w.sequences().put(node.outputs().get(j), List.copyOf(results.get(j)));
        }
        return true;
    }

    private static boolean used(Node node, Lowering w, List<String> elements) {
        switch (node.op()) {
            case "SequenceLength" -> {
                w.builder().constant(node.output(), Tensor.longs(Shape.of(), elements.size()));
                return true;
            }
            case "ConcatFromSequence" -> {
                long axis = node.attributes().integer("axis", 0);
                if (node.attributes().integer("new_axis", 0) != 0) {
                    w.stacked(node.output(), elements, axis);
                } else {
                    w.builder().add(new Node("", "Concat", "", elements, node.outputs(), Attributes.of("axis", axis)));
                }
                return true;
            }
            default -> {
                return placed(node, w, elements);
            }
        }
    }

    private static boolean placed(Node node, Lowering w, List<String> elements) {
        boolean insert = node.op().equals("SequenceInsert");
        String given = node.input(insert ? 2 : 1);
        Optional<Tensor> constant = w.constant(given);
        if (!given.isEmpty() && constant.isEmpty()) {
            return false;
        }
        int size = elements.size();
        long place = constant.map(t -> t.toLongs()[0]).orElse((long) (insert ? size : size - 1));
        int at = (int) (place < 0 ? place + size : place);
        List<String> changed = new ArrayList<>(elements);
        switch (node.op()) {
            case "SequenceAt" -> {
                w.output(node.output(), elements.get(at));
                return true;
            }
            case "SequenceInsert" -> changed.add(at, node.input(1));
            default -> changed.remove(at);
        }
        return known(node, w, changed);
    }

    private static boolean split(Node node, Lowering w) {
        Optional<Shape> shape = w.shape(node.input(0));
        Optional<Tensor> lengths = w.constant(node.input(1));
        if (shape.isEmpty() || (node.hasInput(1) && lengths.isEmpty())) {
            return false;
        }
        long given = node.attributes().integer("axis", 0);
        int axis = (int) (given < 0 ? given + shape.get().rank() : given);
        long size = shape.get().dim(axis);
        boolean drop = !node.hasInput(1) && node.attributes().integer("keepdims", 1) == 0;
        long each = lengths.filter(t -> t.shape().rank() == 0)
                .map(t -> t.toLongs()[0])
                .orElse(1L);
        long[] even = LongStream.range(0, (size + each - 1) / each)
                .map(k -> Math.min(each, size - k * each))
                .toArray();
        long[] all =
                lengths.filter(t -> t.shape().rank() == 1).map(Tensor::toLongs).orElse(even);
        List<String> elements = new ArrayList<>();
        long start = 0;
        for (long length : all) {
            elements.add(
                    drop
                            ? w.entry(node.input(0), axis, start)
                            : w.builder()
                                    .emit(
                                            "Slice",
                                            node.input(0),
                                            w.builder().vector(start),
                                            w.builder().vector(start + length),
                                            w.builder().vector(axis)));
            start += length;
        }
        return known(node, w, elements);
    }
}
