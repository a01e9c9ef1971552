package dev.psld.autodiff;

import dev.psld.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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
        List<SegmentPlan> found = new ArrayList<>(new SegmentSearch(forward, needed).curve());
        found.sort(Comparator.comparingLong(SegmentPlan::held).thenComparingDouble(SegmentPlan::work));
        List<SegmentPlan> curve = new ArrayList<>();
        for (SegmentPlan plan : found) {
            if (curve.isEmpty() || plan.work() < curve.get(curve.size() - 1).work()) {
                curve.add(plan);
            }
        }
        return curve;
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
}
