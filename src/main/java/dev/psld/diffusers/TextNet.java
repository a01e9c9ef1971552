package dev.psld.diffusers;

import dev.psld.derive.Preparation;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A text encoder: numbers of tokens to one vector each, and maybe one for the whole text. Immutable. */
record TextNet(SourceNet net) {
    private static final String LAYER = "hidden_states.";

    /**
     * Puts the encoder into a graph.
     *
     * @param tokens a value of whole numbers, 1×length
     * @param penultimate whether the context is what the last layer but one gives
     * @return names of the context and, where the graph has it, of the pooled text
     */
    Put put(Boundary boundary, String tokens, Shape length, boolean penultimate, Preparation preparation) {
        Value ids = ids();
        Graph fixed = fixed(length, preparation);
        Map<String, Boundary.Fed> feeds = new HashMap<>();
        feeds.put(ids.name(), new Boundary.Fed(tokens, ElementType.INT64, length));
        net.input("attention_mask").ifPresent(mask -> {
            Tensor ones = Tensor.longs(length, filled(length));
            feeds.put(mask.name(), new Boundary.Fed(boundary.builder().constant(ones), ElementType.INT64, length));
        });
        Map<String, String> made = boundary.put(fixed, feeds);
        String context = made.getOrDefault(context(penultimate), "");
        return new Put(context, net.output("text_embeds").map(v -> made.getOrDefault(v.name(), "")));
    }

    record Put(String context, Optional<String> pooled) {}

    /** The graph by itself, for its operator sets. */
    Graph fixed(Shape length, Preparation preparation) {
        Map<String, Shape> shapes = new HashMap<>(Map.of(ids().name(), length));
        net.input("attention_mask").ifPresent(mask -> shapes.put(mask.name(), length));
        net.requireNoOther(shapes.keySet());
        return net.fixed(shapes, preparation);
    }

    private Value ids() {
        return net.input("input_ids", "tokens")
                .orElseThrow(() ->
                        net.fault("has no input “input_ids”: export the text encoder with its tokens under this name"));
    }

    private String context(boolean penultimate) {
        if (!penultimate) {
            return net.output("last_hidden_state", "context")
                    .map(Value::name)
                    .orElseThrow(() -> net.fault(
                            "has no output “last_hidden_state”: export it with the output of its last" + " layer"));
        }
        List<Integer> layers = net.declared().outputs().stream()
                .map(Value::name)
                .filter(name -> name.startsWith(LAYER))
                .map(name -> Integer.parseInt(name.substring(LAYER.length())))
                .sorted(Comparator.reverseOrder())
                .toList();
        return net.output("penultimate_hidden_state")
                .map(Value::name)
                .or(() -> layers.size() > 1 ? Optional.of(LAYER + layers.get(1)) : Optional.empty())
                .orElseThrow(
                        () -> net.fault("gives only its last layer, and SDXL is told the last but one: export it with"
                                + " all hidden states"));
    }

    private static long[] filled(Shape shape) {
        long[] ones = new long[Math.toIntExact(shape.size())];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }
}
