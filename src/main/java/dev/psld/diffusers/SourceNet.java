package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import dev.psld.graph.InputShapes;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxFile;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.graph.upgrade.OpsetUpgrade;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One exported net, model.onnx, as it was found. Immutable; its weights are mapped from where they lie. */
final class SourceNet {
    private static final List<String> QUANTISED =
            List.of("Quantize", "QLinear", "Integer", "MatMulNBits", "QMoE", "QAttention", "QGemm");

    private final Path file;
    private final OnnxFile onnx;
    private final Graph declared;

    private SourceNet(Path file, OnnxFile onnx) {
        this.file = file;
        this.onnx = onnx;
        this.declared = onnx.graph();
    }

    /** @throws ModelException where it cannot be differentiated whatever is done: quantised, or rewritten for one runtime */
    static SourceNet read(Path file) {
        SourceNet net = new SourceNet(file, OnnxFile.read(file));
        net.refuse();
        return net;
    }

    Path file() {
        return file;
    }

    /** Its inputs and outputs; sizes that are left open are −1. */
    Graph declared() {
        return declared;
    }

    List<Value> inputs() {
        return declared.inputs();
    }

    /** The input by the first of these names that it has. */
    Optional<Value> input(String... names) {
        for (String name : names) {
            Optional<Value> found =
                    inputs().stream().filter(v -> v.name().equals(name)).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The output by the first of these names that it has. */
    Optional<Value> output(String... names) {
        for (String name : names) {
            Optional<Value> found = declared.outputs().stream()
                    .filter(v -> v.name().equals(name))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The graph with the shapes of these inputs fixed, in single precision and at an opset that the rules know. */
    Graph fixed(Map<String, Shape> shapes, Preparation preparation) {
        InputShapes sizes = new InputShapes(Map.of(), shapes);
        Graph graph = onnx.hasFunctions() ? preparation.prepare(file, sizes, List.of()) : onnx.graph(sizes);
        OpsetUpgrade.requireKnown(graph);
        Graph known = OpsetUpgrade.isOld(graph) ? OpsetUpgrade.upgraded(graph) : graph;
        return SinglePrecision.isNeeded(known) ? SinglePrecision.of(known) : known;
    }

    /** Channels that a picture or latent input has: as declared, or as the first convolution of it takes. */
    Optional<Long> channels(Value input) {
        if (input.shape().rank() == 4 && input.shape().dim(1) > 0) {
            return Optional.of(input.shape().dim(1));
        }
        Deque<String> open = new ArrayDeque<>(List.of(input.name()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String value = open.pop();
            for (Node node : declared.nodes()) {
                if (node.input(0).equals(value)) {
                    Optional<Long> taken = node.op().equals("Conv")
                            ? declared.constant(node.input(1))
                                    .map(w ->
                                            w.shape().dim(1) * node.attributes().integer("group", 1))
                            : Optional.empty();
                    if (taken.isPresent()) {
                        return taken;
                    }
                    if (!node.op().equals("Shape") && seen.add(node.output()) && seen.size() < 8) {
                        open.add(node.output());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Channels that an output has: as declared, or as the convolution gives that makes it. */
    Optional<Long> channels(String output) {
        Optional<Value> value = Optional.ofNullable(declared.values().get(output));
        if (value.filter(v -> v.shape().rank() == 4 && v.shape().dim(1) > 0).isPresent()) {
            return value.map(v -> v.shape().dim(1));
        }
        Optional<Node> node = declared.producer(output);
        while (node.filter(n -> n.op().equals("Identity") || n.op().equals("Cast"))
                .isPresent()) {
            node = declared.producer(node.get().input(0));
        }
        return node.filter(n -> n.op().equals("Conv"))
                .flatMap(n -> declared.constant(n.input(1)))
                .map(w -> w.shape().dim(0));
    }

    /** Refuses inputs that nobody would feed. */
    void requireNoOther(Collection<String> known) {
        List<String> others = new ArrayList<>();
        inputs().stream().map(Value::name).filter(n -> !known.contains(n)).forEach(others::add);
        if (!others.isEmpty()) {
            throw fault("takes " + others.stream().map(n -> "“" + n + "”").collect(Collectors.joining(", "))
                    + ", which psld has nothing to give: export the model without them");
        }
    }

    /** What is wrong with it, in words that follow the file's name. */
    ModelException fault(String sentence) {
        return new ModelException(file + " " + sentence);
    }

    private void refuse() {
        for (Node node : declared.nodes()) {
            if (QUANTISED.stream().anyMatch(word -> node.op().contains(word))) {
                throw fault("is quantised (" + node.label() + "), and what was rounded to integers has no useful"
                        + " derivative: give an export in fp32 or fp16");
            }
            if (!node.domain().isEmpty() && !onnx.hasFunctions()) {
                throw fault("was rewritten for one runtime (" + node.label() + " of " + node.domain()
                        + "): give the export as it was before it was optimised, in standard ONNX");
            }
        }
    }
}
