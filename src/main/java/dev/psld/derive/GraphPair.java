package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A forward graph and its pullback as files that share their weights. Immutable; made by {@link #write}.
 *
 * @param forward NAME.onnx: the forward, in tape mode with the tape as further outputs
 * @param pullback NAME_vjp.onnx
 * @param tangent NAME_jvp.onnx, where it was asked for
 * @param weights NAME.bin, which may not exist where all constants are small
 */
public record GraphPair(Path forward, Path pullback, Optional<Path> tangent, Path weights, Vjp vjp) {

    /**
     * Differentiates a prepared graph and writes both graphs; nothing is written when an op has no rule.
     *
     * @throws dev.psld.autodiff.DiffException when the graph cannot be differentiated
     */
    public static GraphPair write(Graph prepared, DiffRequest request, String name, Path folder) {
        return write(prepared, request, Optional.empty(), name, folder);
    }

    /** The same with a graph of {@link Tangents} as a third file. */
    public static GraphPair write(
            Graph prepared, DiffRequest request, Optional<Graph> tangent, String name, Path folder) {
        return write(StandardRules.differentiator().differentiate(prepared, request), tangent, name, folder);
    }

    /** Writes what was differentiated before. */
    public static GraphPair write(Vjp vjp, Optional<Graph> tangent, String name, Path folder) {
        GraphPair pair = new GraphPair(
                folder.resolve(name + ".onnx"),
                folder.resolve(name + "_vjp.onnx"),
                tangent.map(t -> folder.resolve(name + "_jvp.onnx")),
                folder.resolve(name + ".bin"),
                vjp);
        WeightFile weights = new WeightFile(pair.weights);
        OnnxWriter.write(named(vjp.forward(), name), pair.forward, weights);
        OnnxWriter.write(named(vjp.vjp(), name + "_vjp"), pair.pullback, weights);
        tangent.ifPresent(t -> OnnxWriter.write(named(t, name + "_jvp"), pair.tangent.orElseThrow(), weights));
        weights.save();
        return pair;
    }

    /** The same files, seen as what was differentiated at one of the sizes that they are for. */
    public GraphPair with(Vjp fixed) {
        return new GraphPair(forward, pullback, tangent, weights, fixed);
    }

    private static Graph named(Graph graph, String name) {
        return graph.toBuilder().name(name).build();
    }
}
