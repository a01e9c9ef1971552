package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** RoiAlign written out, in single precision as its kernels compute places. Stateless. */
final class Regions {
    private Regions() {}

    static String of(Pullback p, Expansion e) {
        long height = p.attributes().integer("output_height", 1);
        long width = p.attributes().integer("output_width", 1);
        double scale = p.attributes().real("spatial_scale", 1);
        long ratio = p.attributes().integer("sampling_ratio", 0);
        boolean old = p.opset() < 16;
        boolean half = !old
                && p.attributes()
                        .text("coordinate_transformation_mode", "half_pixel")
                        .equals("half_pixel");
        double[] rois = p.constant(1).orElseThrow(() -> p.computed(1)).toDoubles();
        long[] batches = p.constant(2).orElseThrow(() -> p.computed(2)).toLongs();
        boolean max = p.attributes().text("mode", "avg").equals("max");
        List<String> outputs = new ArrayList<>();
        for (int n = 0; n < batches.length; n++) {
            double shift = half ? 0.5 : 0;
            double left = rois[4 * n] * scale - shift;
            double top = rois[4 * n + 1] * scale - shift;
            double wide = rois[4 * n + 2] * scale - shift - left;
            double high = rois[4 * n + 3] * scale - shift - top;
            if (!half) {
                wide = Math.max(wide, 1);
                high = Math.max(high, 1);
            }
            int rows = (int) (ratio > 0 ? ratio : Math.ceil(high / height));
            int columns = (int) (ratio > 0 ? ratio : Math.ceil(wide / width));
            double[] ys = samples(top, high / height, height, rows);
            double[] xs = samples(left, wide / width, width, columns);
            outputs.add(region(p, e, (int) batches[n], ys, xs, height, width, max));
        }
        return e.reshape(e.concat(0, outputs), p.yShape());
    }

    private static double[] samples(double start, double bin, long bins, int each) {
        return IntStream.range(0, (int) bins * each)
                .mapToDouble(i -> start + Math.floorDiv(i, each) * bin + (i % each + 0.5) * bin / each)
                .toArray();
    }

    private static String region(
            Pullback p, Expansion e, int batch, double[] ys, double[] xs, long height, long width, boolean max) {
        Shape x = p.xShape();
        long channels = x.dim(1);
        int count = ys.length * xs.length;
        long[] places = new long[4 * count];
        double[] weights = new double[4 * count];
        for (int i = 0; i < count; i++) {
            double y = ys[i / xs.length];
            double across = xs[i % xs.length];
            boolean outside = y < -1 || y > x.dim(2) || across < -1 || across > x.dim(3);
            double[] down = between(y, x.dim(2));
            double[] right = between(across, x.dim(3));
            for (int corner = 0; corner < 4; corner++) {
                long row = (long) down[corner / 2];
                long column = (long) right[corner % 2];
                places[corner * count + i] = row * x.dim(3) + column;
                double share = (corner / 2 == 0 ? 1 - down[2] : down[2]) * (corner % 2 == 0 ? 1 - right[2] : right[2]);
                weights[corner * count + i] = outside ? 0 : share;
            }
        }
        String picture = e.reshape(e.slice(p.x(), 0, batch, batch + 1), Shape.of(channels, x.dim(2) * x.dim(3)));
        String read = e.mul(e.gather(picture, 1, e.vector(places)), e.constant(Shape.of(1, 4L * count), weights));
        long rows = ys.length / height;
        long columns = xs.length / width;
        String corners = e.reshape(read, Shape.of(channels, 4, height, rows, width, columns));
        return max
                ? e.reduce("ReduceMax", corners, true, 1, 3, 5)
                : e.mul(e.sum(corners, 1, 3, 5), 1.0 / (rows * columns));
    }

    /** The two elements around a place that is kept inside, and how far it is from the first. */
    private static double[] between(double at, long length) {
        double inside = Math.max(0, at);
        double low = Math.floor(inside);
        return low >= length - 1 ? new double[] {length - 1, length - 1, 0} : new double[] {low, low + 1, inside - low};
    }
}
