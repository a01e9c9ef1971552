package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;

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

    /** The same with a reduction, which needs opset 16; the forward node has it too wherever this is asked for. */
    public String reduce(String value, String entries, String reduction) {
        return p.emit(p.node().op(), axis.with("reduction", reduction), value, p.x(1), entries);
    }
}
