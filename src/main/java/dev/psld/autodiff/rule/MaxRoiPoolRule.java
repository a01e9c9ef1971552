package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Greatest elements of the cells of given regions: the winner gets ȳ, equal winners share it, added up where regions overlap. */
final class MaxRoiPoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("MaxRoiPool");
    }

    @Override
    public void pull(Pullback p) {
        double[] rois = p.constant(1).orElseThrow(() -> p.computed(1)).toDoubles();
        long[] pooled = p.attributes().integers("pooled_shape").orElseThrow();
        double scale = p.attributes().real("spatial_scale", 1);
        Shape x = p.xShape();
        p.settle(1);
        p.expand(e -> {
            List<String> cells = new ArrayList<>();
            for (int n = 0; n < rois.length / 5; n++) {
                String picture = e.slice(p.x(), 0, (long) rois[5 * n], (long) rois[5 * n] + 1);
                long[] down = cells(rois[5 * n + 2], rois[5 * n + 4], scale, pooled[0], x.dim(2));
                long[] right = cells(rois[5 * n + 1], rois[5 * n + 3], scale, pooled[1], x.dim(3));
                for (int i = 0; i < pooled[0]; i++) {
                    for (int j = 0; j < pooled[1]; j++) {
                        cells.add(cell(e, picture, down[2 * i], down[2 * i + 1], right[2 * j], right[2 * j + 1]));
                    }
                }
            }
            String all = e.reshape(e.concat(0, cells), Shape.of(rois.length / 5, pooled[0] * pooled[1], x.dim(1)));
            return List.of(e.reshape(e.transpose(all, 0, 2, 1), p.yShape()));
        });
    }

    private static String cell(Expansion e, String picture, long top, long bottom, long left, long right) {
        Shape one = Shape.of(1, e.shape(picture).dim(1), 1, 1);
        return bottom <= top || right <= left
                ? e.filled(one, 0)
                : e.reduce("ReduceMax", e.slice(e.slice(picture, 2, top, bottom), 3, left, right), true, 2, 3);
    }

    /** Where each cell starts and ends on an axis. */
    private static long[] cells(double from, double to, double scale, long count, long length) {
        long start = Math.round(from * scale);
        double size = Math.max(Math.round(to * scale) - start + 1, 1) / (double) count;
        long[] cells = new long[(int) (2 * count)];
        for (int i = 0; i < count; i++) {
            cells[2 * i] = Math.min(length, Math.max(0, start + (long) Math.floor(i * size)));
            cells[2 * i + 1] = Math.min(length, Math.max(0, start + (long) Math.ceil((i + 1) * size)));
        }
        return cells;
    }
}
