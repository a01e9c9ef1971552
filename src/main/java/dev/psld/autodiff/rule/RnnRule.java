package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Activations;
import dev.psld.autodiff.rule.part.Recurrence;
import java.util.List;

/** Recurrent cell h = f(x·Wᵀ + h·Rᵀ + b), step by step: by the pullbacks of the steps, which are computed again. */
final class RnnRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("RNN");
    }

    @Override
    public void pull(Pullback p) {
        p.settle(4);
        p.expand(e -> {
            Recurrence steps = new Recurrence(p, e, 1);
            return steps.outputs(5, (d, x, states) -> {
                Activations f = Activations.of(p, d, "Tanh");
                String sum = e.add(steps.affine(x, 1, d, 0, 0), steps.affine(states.get(0), 2, d, 0, 1));
                return List.of(f.bent(e, 0, steps.clipped(sum)));
            });
        });
    }
}
