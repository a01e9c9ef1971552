package dev.psld.autodiff;

import dev.psld.graph.Arithmetic;
import dev.psld.graph.ArithmeticCount;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the values of a forward graph are made and read for the last time, its nodes counted from 0 in their order. Immutable. Border p lies
 * before node p. Inputs and what is made of constants alone cost nothing and are left out.
 */
final class ForwardOrder {
    private final Graph forward;
    private final Map<String, Integer> made = new HashMap<>();
    private final Map<String, Integer> read = new HashMap<>();
    private final long[] live;
    private final long[] neededBefore;
    private final double[] workBefore;

    ForwardOrder(Graph forward, Collection<String> needed) {
        this.forward = forward;
        List<Node> nodes = forward.nodes();
        Set<String> wanted = new HashSet<>(needed);
        live = new long[nodes.size() + 1];
        neededBefore = new long[nodes.size() + 1];
        workBefore = new double[nodes.size() + 1];
        for (int i = 0; i < nodes.size(); i++) {
            int at = i;
            Node node = nodes.get(i);
            node.reads().filter(made::containsKey).forEach(r -> read.put(r, at));
            long bytes = 0;
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !forward.isFixed(output)) {
                    made.put(output, i);
                    bytes += wanted.contains(output) ? forward.value(output).bytes() : 0;
                }
            }
            neededBefore[i + 1] = neededBefore[i] + bytes;
            Arithmetic work = forward.isFixed(node.output()) ? Arithmetic.NONE : ArithmeticCount.of(forward, node);
            workBefore[i + 1] = workBefore[i] + work.products() + work.elementwise();
        }
        made.forEach((value, at) -> {
            for (int p = at + 1; p <= read.getOrDefault(value, at); p++) {
                live[p] += forward.value(value).bytes();
            }
        });
    }

    int nodes() {
        return forward.nodes().size();
    }

    /** Where a value is made; -1 for an input, a constant and what is made of constants alone. */
    int made(String value) {
        return made.getOrDefault(value, -1);
    }

    /** Bytes of what is needed and made between two borders. */
    long needed(int from, int to) {
        return neededBefore[to] - neededBefore[from];
    }

    /** Operations of the nodes between two borders. */
    double work(int from, int to) {
        return workBefore[to] - workBefore[from];
    }

    /** For every border from {@code from} on: the bytes that are made after {@code from} and before it, and read behind it. */
    long[] passedOn(int from) {
        long[] bytes = new long[nodes() + 1];
        long now = 0;
        long[] gone = new long[nodes() + 1];
        for (int p = from; p < nodes(); p++) {
            for (String output : forward.nodes().get(p).outputs()) {
                int last = read.getOrDefault(output, -1);
                if (made.containsKey(output) && last > p) {
                    long size = forward.value(output).bytes();
                    now += size;
                    gone[last] += size;
                }
            }
            now -= gone[p];
            bytes[p + 1] = now;
        }
        return bytes;
    }

    /** Up to {@code most} borders at which little is live, spread over the graph, the first and the last among them. */
    List<Integer> borders(int most) {
        List<Integer> borders = new ArrayList<>(List.of(0));
        int parts = Math.min(most, nodes());
        for (int part = 0; part < parts; part++) {
            int start = Math.max(1, (int) ((long) part * nodes() / parts));
            int end = (int) ((part + 1L) * nodes() / parts);
            int best = start;
            for (int p = start; p < end; p++) {
                best = live[p] < live[best] ? p : best;
            }
            if (best < nodes() && best > borders.get(borders.size() - 1)) {
                borders.add(best);
            }
        }
        borders.add(nodes());
        return borders;
    }
}
