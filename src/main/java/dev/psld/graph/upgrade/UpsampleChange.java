package dev.psld.graph.upgrade;

import dev.psld.graph.ElementType;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;

/** Resize before opset 10, with factors as attributes up to version 7. */
final class UpsampleChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Upsample");
    }

    @Override
    public long until() {
        return 11;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        String factors = node.hasInput(1) ? node.input(1) : r.constant(scales(node, r));
        r.write(
                node,
                "Resize",
                OldSampling.attributes(node.attributes()),
                node.input(0),
                OldSampling.noRegion(r),
                factors);
    }

    private static Tensor scales(Node node, Rewriting r) {
        double[] scales = r.opset() < 7
                ? new double[] {
                    1,
                    1,
                    node.attributes().real("height_scale", 1),
                    node.attributes().real("width_scale", 1)
                }
                : node.attributes().reals("scales").orElseThrow(() -> r.refused(node, "it has no scales"));
        return Tensor.real(ElementType.FLOAT, Shape.of(scales.length), scales);
    }
}
