package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The places in an array that the index input of a scatter node names: elements along an axis, or slices by index tuples.
 * Immutable; lives in one rule.
 */
public record Places(Pullback p, boolean tuples, Attributes axis) {

    public static Places of(Pullback p) {
        boolean tuples = p.node().op().equals("ScatterND");
        Attributes axis =
                tuples ? Attributes.NONE : Attributes.of("axis", p.attributes().integer("axis", 0));
        return new Places(p, tuples, axis);
    }

    /** The entries of a value of the data's shape at the places, in the shape of the updates. */
    public String gather(String value) {
        return p.emit(tuples ? "GatherND" : "GatherElements", axis, value, p.x(1));
    }

    /** A value of the data's shape with entries of the updates' shape put at the places. */
    public String put(String value, String entries) {
        return p.emit(p.node().op(), axis, value, p.x(1), entries);
    }

    /**
     * Zero instead of those entries that a later one for the same place was put over. Who was last is found by putting
     * the entries' numbers to the places; that is left out where constant places show that none comes twice.
     */
    public String last(String entries) {
        if (p.constant(1).filter(this::areDistinct).isPresent()) {
            return entries;
        }
        Shape whole = tuples
                ? new Shape(p.xShape().dims().subList(0, (int) p.xShape(1).dim(-1)))
                : p.xShape();
        Shape each =
                tuples ? new Shape(p.xShape(1).dims().subList(0, p.xShape(1).rank() - 1)) : p.xShape(1);
        String numbers =
                p.constant(Tensor.longs(each, LongStream.range(0, each.size()).toArray()));
        Attributes minusOne = Attributes.of("value", Tensor.vector(-1));
        String nobody = p.emit("ConstantOfShape", minusOne, p.vector(whole.toArray()));
        String holds = p.emit("Equal", gather(put(nobody, numbers)), numbers);
        List<Long> stretched = new ArrayList<>(each.dims());
        while (stretched.size() < p.xShape(2).rank()) {
            stretched.add(1L);
        }
        return p.only(p.reshape(holds, each, new Shape(stretched)), entries);
    }

    private boolean areDistinct(Tensor indices) {
        Set<List<Long>> seen = new HashSet<>();
        long[] all = indices.toLongs();
        int depth = tuples ? (int) indices.shape().dim(-1) : 1;
        int along = tuples
                ? 0
                : Pullback.axis(axis.integer("axis", 0), indices.shape().rank());
        for (int i = 0; i < all.length; i += depth) {
            List<Long> place = new ArrayList<>();
            for (int d = 0; d < depth; d++) {
                place.add(Math.floorMod(all[i + d], p.xShape().dim(tuples ? d : along)));
            }
            long rest = i;
            for (int d = indices.shape().rank() - 1; d >= 0 && !tuples; d--) {
                place.add(d == along ? 0 : rest % indices.shape().dim(d));
                rest /= indices.shape().dim(d);
            }
            if (!seen.add(place)) {
                return false;
            }
        }
        return true;
    }

    /** Entries put to the places with a reduction, which needs opset 16; the forward node has it too wherever this is asked for. */
    public String reduce(String value, String entries, String reduction) {
        return p.emit(p.node().op(), axis.with("reduction", reduction), value, p.x(1), entries);
    }
}
