package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;

/** The loss of log-probabilities against given classes, as both losses of ONNX end. Stateless. */
final class ClassLoss {
    private ClassLoss() {}

    /** Input 1 of the node has the classes, input 2 the weights of classes, all 1 where it is left out. */
    static String of(Pullback p, Expansion e, String logs) {
        Shape x = p.xShape();
        long batch = x.dim(0);
        long classes = x.dim(1);
        long places = x.size() / batch / classes;
        Shape flat = Shape.of(batch, 1, places);
        String given = e.reshape(e.cast(p.x(1), ElementType.INT64), flat);
        String chosen = given;
        String share = e.filled(flat, 1);
        if (p.attributes().has("ignore_index")) {
            String ignored = e.emit("Equal", given, e.vector(p.attributes().integer("ignore_index", 0)));
            chosen = e.where(ignored, e.vector(0), given);
            share = e.where(ignored, e.scalar(0), share);
        }
        if (p.node().hasInput(2)) {
            share = e.mul(share, e.reshape(e.gather(p.x(2), 0, e.reshape(chosen, Shape.of(batch * places))), flat));
        }
        String log = e.emit(
                "GatherElements", Attributes.of("axis", 1), e.reshape(logs, Shape.of(batch, classes, places)), chosen);
        String loss = e.mul(e.emit("Neg", log), share);
        String sum = e.sum(loss, 0, 1, 2);
        return switch (p.attributes().text("reduction", "mean")) {
            case "none" -> e.reshape(loss, p.yShape());
            case "sum" -> e.reshape(sum, Shape.of());
            default -> e.reshape(e.div(sum, e.sum(share, 0, 1, 2)), Shape.of());
        };
    }
}
