package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Blocks;
import dev.psld.autodiff.rule.part.Pooled;
import dev.psld.autodiff.rule.part.Window;
import dev.psld.autodiff.rule.part.WindowCounts;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Mean of a sliding window: each input gets ȳ / count from every window that it lies in, by a depthwise transposed
 * convolution with ones; windows that tile the input without overlap are simply stretched.
 */
final class AveragePoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("AveragePool");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        Shape y = p.yShape();
        long[] kernel = p.attributes().integers("kernel_shape").orElseThrow();
        Window window = Window.of(p.attributes(), kernel, x, y);
        Tensor shares = WindowCounts.reciprocal(p, window, x, y);
        String share = p.mul(p.cotangent(), p.constant(shares));
        boolean tiles = Arrays.equals(kernel, window.strides())
                && Arrays.stream(window.pads()).allMatch(q -> q == 0)
                && Arrays.stream(window.dilations()).allMatch(d -> d == 1);
        for (int i = 0; i < kernel.length; i++) {
            tiles &= x.dim(2 + i) == y.dim(2 + i) * kernel[i];
        }
        p.accumulate(0, tiles ? Blocks.stretch(p, share, y, x) : Pooled.sum(p, window, share, x));
    }
}
