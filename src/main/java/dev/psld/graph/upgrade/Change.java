package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/**
 * How one operator, or a few that changed alike, is written at a later opset. Stateless and thread-safe. The versions are
 * those of the operator specification, https://onnx.ai/onnx/operators.
 */
interface Change {

    List<String> ops();

    /** The first opset whose form needs no change. */
    long until();

    /** Writes the node in its later form by {@link Rewriting#write}, after what it needs in front. */
    void apply(Node node, Rewriting rewriting);
}
