package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** One of two values at each place: [off, on] gets the sums of ȳ where each stands; an index has no derivative. */
final class OneHotRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("OneHot");
    }

    @Override
    public void pull(Pullback p) {
        IntStream.of(0, 1).filter(p::isActive).forEach(p::settle);
        if (p.isActive(2)) {
            String unit = p.constant(Tensor.real(p.type(), Shape.of(2), 0, 1));
            String on = p.emit("OneHot", p.attributes(), p.x(0), p.x(1), unit);
            p.accumulate(2, p.concat(0, List.of(total(p, p.sub(p.scalar(1), on)), total(p, on))));
        }
    }

    private static String total(Pullback p, String places) {
        int[] all = IntStream.range(0, p.yShape().rank()).toArray();
        return p.reshape(p.sum(p.mul(p.cotangent(), places), all), Shape.of(1));
    }
}
