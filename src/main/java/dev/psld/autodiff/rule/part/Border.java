package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;

/** The borders of one axis of a padded value, folded back to where they were copied from. Immutable; lives in one rule. */
public record Border(Pullback p, String mode, String value, Shape shape, int axis, long before, long after) {

    public String folded() {
        long inner = shape.dim(axis) - before - after;
        long reach = mode.equals("reflect") ? inner - 1 : mode.equals("wrap") ? inner : Long.MAX_VALUE;
        if (before > reach || after > reach) {
            return AxisMatrix.applied(p, value, shape, axis, inner, sources(inner));
        }
        String sum = p.slice(value, axis, before, before + inner);
        if (before > 0) {
            sum = p.add(sum, placed(p.slice(value, axis, 0, before), before, inner, true));
        }
        if (after > 0) {
            long end = before + inner;
            sum = p.add(sum, placed(p.slice(value, axis, end, end + after), after, inner, false));
        }
        return sum;
    }

    /** A border of this width, put where its elements came from on an axis of length {@code inner}. */
    private String placed(String border, long width, long inner, boolean front) {
        Shape narrow = shape.with(axis, width);
        return switch (mode) {
            case "reflect" -> {
                long start = front ? 1 : inner - 1 - width;
                yield p.pad(p.reverse(border, axis), narrow, axis, start, inner - start - width);
            }
            case "edge" -> {
                long start = front ? 0 : inner - 1;
                yield p.pad(p.sum(border, axis), narrow.with(axis, 1), axis, start, inner - start - 1);
            }
            case "wrap" -> {
                long start = front ? inner - width : 0;
                yield p.pad(border, narrow, axis, start, inner - start - width);
            }
            default -> throw p.unsupported("its mode “" + mode + "” is unknown");
        };
    }

    /** A matrix with a row for each element of the input and ones where its copies lie, for borders wider than the input. */
    private double[] sources(long inner) {
        int out = Math.toIntExact(shape.dim(axis));
        double[] ones = new double[Math.toIntExact(inner * out)];
        long period = mode.equals("wrap") ? inner : Math.max(1, 2 * inner - 2);
        for (int o = 0; o < out; o++) {
            long at = Math.floorMod(o - before, period);
            long source = mode.equals("wrap") ? at : Math.min(at, period - at);
            ones[Math.toIntExact(source) * out + o] = 1;
        }
        return ones;
    }
}
