package dev.psld.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one output of a node may depend on. Stateless. */
public final class OutputReads {
    private static final List<String> BRANCHES = List.of("then_branch", "else_branch");

    /** Of Attention: keys, values and scores, and the inputs that each is made of. */
    private static final Map<Integer, List<Integer>> ATTENTION =
            Map.of(1, List.of(1, 4), 2, List.of(2, 5), 3, List.of(0, 1, 3, 4, 6));

    private OutputReads() {}

    /** All that the node reads, less what is known not to lead to that output: in branches of an If, and in Attention. */
    public static Stream<String> of(Node node, String output, Map<String, Long> opsets) {
        if (node.op().equals("Attention") && node.domain().isEmpty()) {
            return Optional.ofNullable(ATTENTION.get(node.outputs().indexOf(output)))
                    .map(places -> places.stream().map(node::input).filter(i -> !i.isEmpty()))
                    .orElseGet(node::reads);
        }
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
