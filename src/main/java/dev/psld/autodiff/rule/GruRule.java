package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Activations;
import dev.psld.autodiff.rule.part.Recurrence;
import java.util.List;

/** Gated recurrent unit, step by step, with both places of the reset: by the pullbacks of the steps, which are computed again. */
final class GruRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GRU");
    }

    @Override
    public void pull(Pullback p) {
        boolean late = p.attributes().integer("linear_before_reset", 0) != 0;
        p.settle(4);
        p.expand(e -> {
            Recurrence steps = new Recurrence(p, e, 1);
            return steps.outputs(5, (d, x, states) -> {
                Activations f = Activations.of(p, d, "Sigmoid", "Tanh");
                String h = states.get(0);
                String z = gate(e, steps, f, d, x, h, 0);
                String r = gate(e, steps, f, d, x, h, 1);
                String old = late ? e.mul(r, steps.affine(h, 2, d, 2, 5)) : steps.affine(e.mul(r, h), 2, d, 2, 5);
                String fresh = f.bent(e, 1, steps.clipped(e.add(steps.affine(x, 1, d, 2, 2), old)));
                return List.of(e.add(e.mul(e.sub(e.scalar(1), z), fresh), e.mul(z, h)));
            });
        });
    }

    private static String gate(Expansion e, Recurrence steps, Activations f, int d, String x, String h, int block) {
        String sum = e.add(steps.affine(x, 1, d, block, block), steps.affine(h, 2, d, block, 3 + block));
        return f.bent(e, 0, steps.clipped(sum));
    }
}
