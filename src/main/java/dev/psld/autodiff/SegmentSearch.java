package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for the {@link SegmentPlan}s of a forward graph. Used once. */
final class SegmentSearch {
    /** Borders that are looked at: the choice takes the square of their number. */
    private static final int BORDERS = 300;

    /** Sizes of a segment that are tried, from the whole graph downwards, each a fifth smaller. */
    private static final int SIZES = 32;

    private final Graph forward;
    private final Collection<String> needed;
    private final ForwardOrder order;
    private final Set<String> smallest = new HashSet<>();

    SegmentSearch(Graph forward, Collection<String> needed) {
        this.forward = forward;
        this.needed = needed;
        order = new ForwardOrder(forward, needed);
        TapePlan.smallest(forward, needed).kept().forEach(v -> smallest.add(v.name()));
    }

    List<SegmentPlan> curve() {
        SegmentPlan plan = least();
        List<SegmentPlan> curve = new ArrayList<>(List.of(plan));
        while (!plan.again().isEmpty()) {
            plan = cheapest(plan);
            curve.add(plan);
        }
        return curve;
    }

    /** Everything again, in segments of the size with which least is held. */
    private SegmentPlan least() {
        List<Integer> borders = order.borders(BORDERS);
        long[][] passed = new long[borders.size()][];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = order.passedOn(borders.get(i));
        }
        List<Integer> best = List.of(0, order.nodes());
        long fewest = order.needed(0, order.nodes());
        double size = fewest;
        for (int i = 0; i < SIZES; i++, size *= 0.8) {
            List<Integer> starts = cut(borders, passed, (long) size);
            if (starts.isEmpty()) {
                break;
            }
            long held = 0;
            long largest = 0;
            for (int k = 0; k + 1 < starts.size(); k++) {
                held += order.passedOn(starts.get(k))[starts.get(k + 1)];
                largest = Math.max(largest, order.needed(starts.get(k), starts.get(k + 1)));
            }
            if (held + largest < fewest) {
                fewest = held + largest;
                best = starts;
            }
        }
        BitSet all = new BitSet();
        all.set(0, best.size() - 1);
        return plan(best, all);
    }

    /** Borders between segments of at most so many bytes with which fewest bytes are passed on; none where a segment cannot be so small. */
    private List<Integer> cut(List<Integer> borders, long[][] passed, long most) {
        int n = borders.size();
        long[] cost = new long[n];
        int[] before = new int[n];
        Arrays.fill(cost, Long.MAX_VALUE);
        cost[0] = 0;
        for (int to = 1; to < n; to++) {
            for (int from = to - 1; from >= 0; from--) {
                if (order.needed(borders.get(from), borders.get(to)) > most) {
                    break;
                }
                if (cost[from] < Long.MAX_VALUE) {
                    long through = cost[from] + passed[from][borders.get(to)];
                    if (through < cost[to]) {
                        cost[to] = through;
                        before[to] = from;
                    }
                }
            }
        }
        List<Integer> starts = new ArrayList<>();
        if (cost[n - 1] < Long.MAX_VALUE) {
            for (int at = n - 1; at > 0; at = before[at]) {
                starts.add(0, borders.get(at));
            }
            starts.add(0, 0);
        }
        return starts;
    }

    /** The plan that keeps one segment more, the one that saves most work for a byte held. */
    private SegmentPlan cheapest(SegmentPlan plan) {
        BitSet again = plan.again();
        List<SegmentPlan> next = again.stream()
                .mapToObj(k -> {
                    BitSet fewer = (BitSet) again.clone();
                    fewer.clear(k);
                    return plan(plan.starts(), fewer);
                })
                .toList();
        SegmentPlan best = next.get(0);
        double most = -1;
        for (SegmentPlan one : next) {
            double gain = (plan.work() - one.work()) / Math.max(1, one.held() - plan.held());
            if (gain > most) {
                most = gain;
                best = one;
            }
        }
        return best;
    }

    private SegmentPlan plan(List<Integer> starts, BitSet again) {
        SegmentPlan bare = new SegmentPlan(starts, again, new TapePlan(List.of(), List.of()), 0, 0);
        Set<String> available = new HashSet<>();
        forward.inputs().forEach(v -> available.add(v.name()));
        smallest.stream()
                .filter(v -> order.made(v) >= 0 && !again.get(bare.of(order.made(v))))
                .forEach(available::add);
        TapePlan tape = TapePlan.of(forward, needed, available);
        while (available.addAll(crossing(bare, tape, available))) {
            tape = TapePlan.of(forward, needed, available);
        }
        long[] bytes = new long[starts.size()];
        needed.stream()
                .filter(v -> order.made(v) >= 0 && !available.contains(v))
                .forEach(v -> bytes[bare.of(order.made(v))] += forward.value(v).bytes());
        long largest = again.stream().mapToLong(k -> bytes[k]).max().orElse(0);
        double work = again.stream()
                .mapToDouble(k -> order.work(starts.get(k), starts.get(k + 1)))
                .sum();
        double all = order.work(0, order.nodes());
        return new SegmentPlan(starts, again, tape, largest, all == 0 ? 0 : work / all);
    }

    /** Values that are computed again in one segment and read in another. */
    private Set<String> crossing(SegmentPlan plan, TapePlan tape, Set<String> available) {
        Set<String> crossing = new HashSet<>();
        for (Node node : tape.again()) {
            if (order.made(node.output()) >= 0) {
                int own = plan.of(order.made(node.output()));
                node.reads()
                        .filter(r -> order.made(r) >= 0 && !available.contains(r) && plan.of(order.made(r)) != own)
                        .forEach(crossing::add);
            }
        }
        return crossing;
    }
}
