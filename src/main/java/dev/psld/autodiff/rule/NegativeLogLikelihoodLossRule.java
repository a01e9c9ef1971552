package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Negative log-likelihood of given classes, weighted: by the pullbacks of the choice and the mean. */
final class NegativeLogLikelihoodLossRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("NegativeLogLikelihoodLoss");
    }

    @Override
    public void pull(Pullback p) {
        p.settle(1);
        p.expand(e -> List.of(ClassLoss.of(p, e, p.x())));
    }
}
