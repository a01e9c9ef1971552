package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/** What the windows of a pooling hand back to its input. Stateless. */
public final class Pooled {
    private Pooled() {}

    /** For each element of the input the sum of a value over the windows that it lies in. */
    public static String sum(Pullback p, Window window, String value, Shape x) {
        long[] dims = new long[x.rank()];
        System.arraycopy(window.kernel(), 0, dims, 2, window.rank());
        dims[0] = x.dim(1);
        dims[1] = 1;
        return p.emit(
                "ConvTranspose",
                Attributes.of(
                        "kernel_shape", window.kernel(),
                        "strides", window.strides(),
                        "dilations", window.dilations(),
                        "pads", window.pads(),
                        "output_padding", window.outputPadding(x),
                        "group", x.dim(1)),
                value,
                p.constant(Tensor.filled(p.type(), Shape.of(dims), 1)));
    }
}
