package dev.psld.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What one output of a node may depend on. Stateless. */
public final class OutputReads {
    private static final List<String> BRANCHES = List.of("then_branch", "else_branch");

    private OutputReads() {}

    /** All that the node reads; of the branches of an If only what leads to that output. */
    public static Stream<String> of(Node node, String output, Map<String, Long> opsets) {
        boolean branches = node.op().equals("If")
                && node.outputs().size() > 1
                && BRANCHES.stream().allMatch(b -> node.attributes().body(b).isPresent());
        if (!branches) {
            return node.reads();
        }
        Set<String> reads = new HashSet<>(node.inputs());
        int place = node.outputs().indexOf(output);
        for (String branch : BRANCHES) {
            node.attributes().body(branch).ifPresent(body -> behind(body.graph(opsets), place, reads));
        }
        return reads.stream();
    }

    private static void behind(Graph body, int place, Set<String> reads) {
        reads.add(body.outputs().get(place).name());
        for (int i = body.nodes().size() - 1; i >= 0; i--) {
            Node node = body.nodes().get(i);
            node.outputs().stream()
                    .filter(reads::contains)
                    .toList()
                    .forEach(o -> of(node, o, body.opsets()).forEach(reads::add));
        }
    }
}
