package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way from a differentiated value through a node to a result, in words. Stateless. */
final class ActivePath {
    private static final int SHOWN = 4;

    private ActivePath() {}

    static String through(Graph graph, DiffRequest request, Activity activity, Node node) {
        List<String> before = new ArrayList<>();
        Optional<Node> at = Optional.of(node);
        while (at.isPresent()) {
            before.add(0, at.get().label());
            String from =
                    at.get().reads().filter(activity::isActive).findFirst().orElse("");
            at = request.wrt().contains(from) ? Optional.empty() : graph.producer(from);
            if (at.isEmpty()) {
                before.add(0, "“" + from + "”");
            }
        }
        List<String> after = new ArrayList<>();
        String value = active(node, activity);
        for (int i = graph.nodes().indexOf(node) + 1;
                i < graph.nodes().size() && !request.of().contains(value);
                i++) {
            Node next = graph.nodes().get(i);
            if (next.reads().anyMatch(value::equals) && !active(next, activity).isEmpty()) {
                after.add(next.label());
                value = active(next, activity);
            }
        }
        after.add("“" + value + "”");
        return shorten(before, true) + " → " + shorten(after, false);
    }

    private static String active(Node node, Activity activity) {
        return node.outputs().stream().filter(activity::isActive).findFirst().orElse("");
    }

    private static String shorten(List<String> steps, boolean keepEnd) {
        if (steps.size() <= SHOWN + 2) {
            return String.join(" → ", steps);
        }
        int size = steps.size();
        String skipped = "… (" + (size - SHOWN - 1) + " nodes) …";
        List<String> shown = new ArrayList<>();
        if (keepEnd) {
            shown.add(steps.get(0));
            shown.add(skipped);
            shown.addAll(steps.subList(size - SHOWN, size));
        } else {
            shown.addAll(steps.subList(0, SHOWN));
            shown.add(skipped);
            shown.add(steps.get(size - 1));
        }
        return String.join(" → ", shown);
    }
}
