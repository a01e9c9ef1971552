package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.List;

/** Cross entropy of softmax and given classes, weighted: by the pullbacks of log-softmax, the choice and the mean. */
final class SoftmaxCrossEntropyLossRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("SoftmaxCrossEntropyLoss");
    }

    @Override
    public void pull(Pullback p) {
        p.settle(1);
        p.expand(e -> {
            Shape x = p.xShape();
            Shape flat = Shape.of(x.dim(0), x.dim(1), x.size() / x.dim(0) / x.dim(1));
            String log = e.emit("LogSoftmax", Attributes.of("axis", 2), e.transpose(e.reshape(p.x(), flat), 0, 2, 1));
            String probabilities = e.reshape(e.transpose(log, 0, 2, 1), x);
            return List.of(ClassLoss.of(p, e, probabilities), probabilities);
        });
    }
}
