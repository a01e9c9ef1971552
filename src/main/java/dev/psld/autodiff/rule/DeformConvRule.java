package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.ArrayReading;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Convolution whose taps are moved by offsets and weighed by a mask: by the pullbacks of the reading between elements and of the product with the weight. */
final class DeformConvRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("DeformConv");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        Shape weight = p.xShape(1);
        Shape y = p.yShape();
        if (x.rank() != 4) {
            throw p.unsupported("it has " + (x.rank() - 2) + " spatial axes: only two have a rule");
        }
        long[] kernel = {weight.dim(2), weight.dim(3)};
        long[] strides = p.attributes().integers("strides").orElse(new long[] {1, 1});
        long[] dilations = p.attributes().integers("dilations").orElse(new long[] {1, 1});
        long[] pads = p.attributes().integers("pads").orElse(new long[4]);
        long groups = p.attributes().integer("group", 1);
        long offsets = p.attributes().integer("offset_group", 1);
        long taps = kernel[0] * kernel[1];
        long pixels = y.dim(2) * y.dim(3);
        long batch = x.dim(0);
        p.expand(e -> {
            String apart = e.reshape(p.x(), Shape.of(batch * offsets, x.dim(1) / offsets, x.dim(2), x.dim(3)));
            String moved = e.reshape(p.x(2), Shape.of(batch * offsets, taps, 2, pixels));
            List<String> at = new ArrayList<>();
            for (int axis = 0; axis < 2; axis++) {
                double[] base = new double[(int) (taps * pixels)];
                for (int i = 0; i < base.length; i++) {
                    long tap = i / pixels;
                    long pixel = i % pixels;
                    long k = axis == 0 ? tap / kernel[1] : tap % kernel[1];
                    long o = axis == 0 ? pixel / y.dim(3) : pixel % y.dim(3);
                    base[i] = (double) o * strides[axis] - pads[axis] + (double) k * dilations[axis];
                }
                String offset = e.reshape(e.slice(moved, 2, axis, axis + 1), Shape.of(batch * offsets, taps * pixels));
                at.add(e.add(offset, e.constant(Shape.of(1, taps * pixels), base)));
            }
            String read = ArrayReading.linear(e, apart, at, true);
            if (p.node().hasInput(4)) {
                read = e.mul(read, e.reshape(p.x(4), Shape.of(batch * offsets, 1, taps * pixels)));
            }
            String columns = e.reshape(read, Shape.of(batch, groups, x.dim(1) / groups * taps, pixels));
            String matrix = e.reshape(p.x(1), Shape.of(1, groups, y.dim(1) / groups, weight.dim(1) * taps));
            String product = e.reshape(e.matmul(matrix, columns), y);
            return List.of(
                    p.node().hasInput(3) ? e.add(product, e.reshape(p.x(3), Shape.of(y.dim(1), 1, 1))) : product);
        });
    }
}
