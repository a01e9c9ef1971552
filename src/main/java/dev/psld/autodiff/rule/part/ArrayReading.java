package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Expansion;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Values read between the elements of an array along its last axes, at places computed at run time. Stateless. Places are
 * counted in elements, one tensor an axis, all of one shape (batch, places).
 */
public final class ArrayReading {
    private ArrayReading() {}

    /**
     * The elements at whole places, as (batch, channels, places).
     *
     * @param x (batch, channels, lengths…)
     * @param at whole numbers as reals, one value an axis; those outside read 0 where {@code zeros} is asked for, and are
     *     to lie inside otherwise
     */
    public static String elements(Expansion e, String x, List<String> at, boolean zeros) {
        Shape shape = e.shape(x);
        Shape places = e.shape(at.get(0));
        String flat = "";
        String inside = "";
        for (int i = 0; i < at.size(); i++) {
            long length = shape.dim(2 + i);
            String index = e.emit("Min", e.emit("Max", at.get(i), e.scalar(0)), e.scalar(length - 1.0));
            if (zeros) {
                String same = e.emit("Equal", index, at.get(i));
                inside = inside.isEmpty() ? same : e.emit("And", inside, same);
            }
            String whole = e.cast(index, ElementType.INT64);
            flat = flat.isEmpty() ? whole : e.add(e.mul(flat, e.vector(length)), whole);
        }
        long pixels = shape.size() / shape.dim(0) / shape.dim(1);
        Shape wide = Shape.of(places.dim(0), shape.dim(1), places.dim(1));
        String indices = e.expand(e.reshape(flat, Shape.of(places.dim(0), 1, places.dim(1))), wide);
        String rows = e.reshape(x, Shape.of(shape.dim(0), shape.dim(1), pixels));
        String read = e.emit("GatherElements", Attributes.of("axis", 2), rows, indices);
        return zeros ? e.only(e.reshape(inside, Shape.of(places.dim(0), 1, places.dim(1))), read) : read;
    }

    /** Linear interpolation between the 2ⁿ elements around each place; elements outside read 0 where asked for. */
    public static String linear(Expansion e, String x, List<String> at, boolean zeros) {
        Shape places = e.shape(at.get(0));
        Shape column = Shape.of(places.dim(0), 1, places.dim(1));
        List<String> low = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String one : at) {
            low.add(e.emit("Floor", one));
            rest.add(e.sub(one, low.get(low.size() - 1)));
        }
        String sum = "";
        for (int corner = 0; corner < 1 << at.size(); corner++) {
            List<String> whole = new ArrayList<>();
            String weight = "";
            for (int i = 0; i < at.size(); i++) {
                boolean high = (corner >> i & 1) != 0;
                whole.add(high ? e.add(low.get(i), e.scalar(1)) : low.get(i));
                String share = high ? rest.get(i) : e.sub(e.scalar(1), rest.get(i));
                weight = weight.isEmpty() ? share : e.mul(weight, share);
            }
            String part = e.mul(elements(e, x, whole, zeros), e.reshape(weight, column));
            sum = sum.isEmpty() ? part : e.add(sum, part);
        }
        return sum;
    }
}
