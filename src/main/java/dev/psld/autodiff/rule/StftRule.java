package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Short-time Fourier transform: frames cut out, windowed and transformed, by the pullbacks of the three. */
final class StftRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("STFT");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        long step = p.integers(1).orElseThrow()[0];
        long length = p.node().hasInput(2) ? p.xShape(2).dim(0) : p.integers(3).orElseThrow()[0];
        long frames = p.yShape().dim(1);
        long bins = p.yShape().dim(2);
        long channels = x.rank() == 3 ? x.dim(2) : 1;
        long[] places = LongStream.range(0, frames)
                .flatMap(f -> LongStream.range(0, length).map(k -> f * step + k))
                .toArray();
        p.expand(e -> {
            String signal = e.reshape(p.x(), x, Shape.of(x.dim(0), x.dim(1), channels));
            String cut =
                    e.reshape(e.gather(signal, 1, e.vector(places)), Shape.of(x.dim(0) * frames, length, channels));
            String windowed = p.node().hasInput(2) ? e.mul(cut, e.reshape(p.x(2), Shape.of(1, length, 1))) : cut;
            String spectrum = e.opset() >= 20
                    ? e.emit("DFT", Attributes.NONE, windowed, "", e.constant(Tensor.longs(Shape.of(), 1)))
                    : e.emit("DFT", Attributes.of("axis", 1), windowed);
            return List.of(e.reshape(e.slice(spectrum, 1, 0, bins), p.yShape()));
        });
    }
}
