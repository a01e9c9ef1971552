package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.SoftmaxAxes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Softmax s whose rows may be masked altogether, y = s and 0 where s is not a number or where a condition on whole rows says so,
 * as PyTorch's exporters write attention: x̄ = y·(ȳ − Σ ȳ·y), which is 0 in such a row, where the pullback of softmax alone
 * is not a number.
 */
final class MaskedSoftmaxPattern implements Pattern, Rule {

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        if (!last.op().equals("Where")) {
            return Optional.empty();
        }
        boolean zeroFirst = isZero(uses, last.input(1));
        if (!zeroFirst && !isZero(uses, last.input(2))) {
            return Optional.empty();
        }
        String value = last.input(zeroFirst ? 2 : 1);
        Optional<Node> test = uses.inner(last.input(0), "IsNaN")
                .filter(n -> zeroFirst && n.input(0).equals(value));
        // What ONNX's own function of Attention writes out computes the softmax in a precision of its own.
        Optional<Node> cast = test.isPresent() ? Optional.empty() : uses.inner(value, "Cast");
        Optional<Node> softmax = test.isPresent()
                ? uses.inner(value, "Softmax", 2)
                : uses.inner(cast.map(c -> c.input(0)).orElse(value), "Softmax")
                        .filter(s -> isOfRows(uses.graph(), s, last));
        return softmax.map(s -> {
            Node as = Fusion.as("MaskedSoftmax", s.attributes(), last, s.input(0));
            return new Fusion(
                    Stream.of(Optional.of(s), cast, test, Optional.of(last))
                            .flatMap(Optional::stream)
                            .toList(),
                    as,
                    this);
        });
    }

    /** True where the condition is the same along the axis that the softmax sums over, and stretches nothing. */
    private static boolean isOfRows(Graph graph, Node softmax, Node last) {
        Shape shape = graph.shape(softmax.output());
        Shape condition = graph.shape(last.input(0));
        if (graph.opset() < 13 || !graph.shape(last.output()).equals(shape)) {
            return false;
        }
        int axis = (int) softmax.attributes().integer("axis", -1);
        int fromEnd = axis < 0 ? axis : axis - shape.rank();
        return condition.rank() < -fromEnd || condition.dim(fromEnd) == 1;
    }

    private static boolean isZero(Uses uses, String value) {
        Graph graph = uses.graph();
        String source = graph.producer(value)
                .filter(n -> n.op().equals("Cast"))
                .map(n -> n.input(0))
                .orElse(value);
        return graph.constant(source)
                .filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v == 0))
                .isPresent();
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        String sum = p.wideSum(p.mul(p.cotangent(), p.y()), SoftmaxAxes.of(p));
        p.accumulate(0, p.mul(p.y(), p.sub(p.cotangent(), sum)), p.type());
    }
}
