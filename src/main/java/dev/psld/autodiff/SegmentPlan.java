package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A forward graph cut into segments: of some the {@link TapePlan#smallest} tape is kept; the others are computed again, one after the
 * other from the last to the first, from the values that pass from segment to segment. Immutable.
 *
 * @param starts the first node of every segment, and the number of nodes behind the last
 * @param again which segments are computed again
 * @param tape what is kept, and what is computed again
 * @param segment bytes of what the pullback needs of the largest segment that is computed again
 * @param work operations that are done again, a part of the forward's
 */
record SegmentPlan(List<Integer> starts, BitSet again, TapePlan tape, long segment, double work) {
    /** Borders that are looked at: the choice takes the square of their number. */
    private static final int BORDERS = 300;

    /** Sizes of a segment that are tried, from the whole graph downwards, each a fifth smaller. */
    private static final int SIZES = 32;

    SegmentPlan {
        starts = List.copyOf(starts);
        again = (BitSet) again.clone();
    }

    @Override
    public BitSet again() {
        return (BitSet) again.clone();
    }

    /** Bytes that are held at once. */
    long held() {
        return tape.bytes() + segment;
    }

    /** The segment of a node, by its place. */
    int of(int node) {
        int found = Arrays.binarySearch(starts.stream().mapToInt(s -> s).toArray(), node);
        return found >= 0 ? found : -found - 2;
    }

    /** Plans from the one that holds least to the one that computes nothing dear again, each with less work than those that hold less. */
    static List<SegmentPlan> curve(Graph forward, Collection<String> needed) {
        List<SegmentPlan> found = new ArrayList<>(new Search(forward, needed).curve());
        found.sort(Comparator.comparingLong(SegmentPlan::held).thenComparingDouble(SegmentPlan::work));
        List<SegmentPlan> curve = new ArrayList<>();
        for (SegmentPlan plan : found) {
            if (curve.isEmpty() || plan.work() < curve.get(curve.size() - 1).work()) {
                curve.add(plan);
            }
        }
        return curve;
    }

    /** The search through one graph. */
    private static final class Search {
        private final Graph forward;
        private final Collection<String> needed;
        private final ForwardOrder order;
        private final Set<String> smallest = new HashSet<>();
        private final Map<String, Integer> made = new HashMap<>();

        Search(Graph forward, Collection<String> needed) {
            this.forward = forward;
            this.needed = needed;
            order = new ForwardOrder(forward, needed);
            TapePlan.smallest(forward, needed).kept().forEach(v -> smallest.add(v.name()));
            for (int i = 0; i < forward.nodes().size(); i++) {
                for (String output : forward.nodes().get(i).outputs()) {
                    made.put(output, i);
                }
            }
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
                    .filter(v -> made.containsKey(v) && !again.get(bare.of(made(v))))
                    .forEach(available::add);
            TapePlan tape = TapePlan.of(forward, needed, available);
            while (available.addAll(crossing(bare, tape, available))) {
                tape = TapePlan.of(forward, needed, available);
            }
            long[] bytes = new long[starts.size()];
            needed.stream()
                    .filter(v -> order.made(v) >= 0 && !available.contains(v))
                    .forEach(v -> bytes[bare.of(made(v))] += forward.value(v).bytes());
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
                    int own = plan.of(made(node.output()));
                    node.reads()
                            .filter(r -> order.made(r) >= 0 && !available.contains(r) && plan.of(made(r)) != own)
                            .forEach(crossing::add);
                }
            }
            return crossing;
        }

        private int made(String value) {
            return made.getOrDefault(value, 0);
        }
    }

    /** The plan with least work of those that hold at most so much. */
    static SegmentPlan within(TapeLimit limit, Graph forward, Collection<String> needed) {
        List<SegmentPlan> curve = curve(forward, needed);
        SegmentPlan best = curve.get(0);
        if (best.held() > limit.bytes() && !limit.orLeast()) {
            throw new DiffException(String.format(
                    Locale.ROOT,
                    "the pullback of “%s” cannot do with %,d bytes of forward values: the least is %,d",
                    forward.name(),
                    limit.bytes(),
                    best.held()));
        }
        for (SegmentPlan plan : curve) {
            best = plan.held() <= limit.bytes() ? plan : best;
        }
        return best;
    }

    TapePoint point() {
        return new TapePoint(tape.bytes(), held(), again.cardinality(), work);
    }

    /** The plan as a sentence of a report. */
    String note() {
        return String.format(
                Locale.ROOT,
                "%d of %d segments are computed again, one at a time: %.0f %% of the forward; %.2f MB held at once",
                again.cardinality(),
                starts.size() - 1,
                100 * work,
                held() / 1e6);
    }

    /** Values that are kept, forward inputs aside. */
    List<Value> kept(Graph forward) {
        return tape.kept().stream().filter(v -> !forward.isInput(v.name())).toList();
    }
}
