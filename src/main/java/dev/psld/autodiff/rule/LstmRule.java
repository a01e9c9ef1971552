package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Activations;
import dev.psld.autodiff.rule.part.Recurrence;
import java.util.List;

/** Long short-term memory, step by step, with peepholes and coupled gates: by the pullbacks of the steps, which are computed again. */
final class LstmRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LSTM");
    }

    @Override
    public void pull(Pullback p) {
        boolean coupled = p.attributes().integer("input_forget", 0) != 0;
        p.settle(4);
        p.expand(e -> {
            Recurrence steps = new Recurrence(p, e, 2);
            return steps.outputs(5, (d, x, states) -> {
                Activations f = Activations.of(p, d, "Sigmoid", "Tanh", "Tanh");
                String h = states.get(0);
                String c = states.get(1);
                // The gates lie in the order input, output, forget, cell; the peepholes in the order of the first
                // three.
                String in = f.bent(e, 0, steps.clipped(seen(p, e, steps, gate(e, steps, d, x, h, 0), d, c, 0)));
                String forget = coupled
                        ? e.sub(e.scalar(1), in)
                        : f.bent(e, 0, steps.clipped(seen(p, e, steps, gate(e, steps, d, x, h, 2), d, c, 2)));
                String fresh = f.bent(e, 1, steps.clipped(gate(e, steps, d, x, h, 3)));
                String cell = e.add(e.mul(forget, c), e.mul(in, fresh));
                String out = f.bent(e, 0, steps.clipped(seen(p, e, steps, gate(e, steps, d, x, h, 1), d, cell, 1)));
                return List.of(e.mul(out, f.bent(e, 2, cell)), cell);
            });
        });
    }

    private static String gate(Expansion e, Recurrence steps, int d, String x, String h, int block) {
        return e.add(steps.affine(x, 1, d, block, block), steps.affine(h, 2, d, block, 4 + block));
    }

    /** A gate's sum with what its peephole sees of the cell. */
    private static String seen(Pullback p, Expansion e, Recurrence steps, String sum, int d, String cell, int block) {
        return p.node().hasInput(7) ? e.add(sum, e.mul(cell, steps.weight(7, d, block))) : sum;
    }
}
