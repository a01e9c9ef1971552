package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A forward graph and its pullback as files that share their weights. Immutable; made by {@link #write}.
 *
 * @param forward NAME.onnx: the forward, in tape mode with the tape as further outputs
 * @param pullback NAME_vjp.onnx
 * @param further NAME_jvp.onnx and NAME_hvp.onnx, where they were asked for, by the word behind the name
 * @param weights NAME.bin, which may not exist where all constants are small
 */
public record GraphPair(Path forward, Path pullback, Map<String, Path> further, Path weights, Vjp vjp) {
    public GraphPair {
        further = Map.copyOf(further);
    }

    /**
     * Differentiates a prepared graph and writes both graphs; nothing is written when an op has no rule.
     *
     * @throws dev.psld.autodiff.DiffException when the graph cannot be differentiated
     */
    public static GraphPair write(Graph prepared, DiffRequest request, String name, Path folder) {
        return write(StandardRules.differentiator().differentiate(prepared, request), Map.of(), name, folder);
    }

    /**
     * Writes what was differentiated before.
     *
     * @param further other graphs of the same weights, by the word that stands behind the name: jvp, hvp
     */
    public static GraphPair write(Vjp vjp, Map<String, Graph> further, String name, Path folder) {
        Map<String, Path> files = new TreeMap<>();
        further.keySet().forEach(word -> files.put(word, folder.resolve(name + "_" + word + ".onnx")));
        GraphPair pair = new GraphPair(
                folder.resolve(name + ".onnx"),
                folder.resolve(name + "_vjp.onnx"),
                files,
                folder.resolve(name + ".bin"),
                vjp);
        WeightFile weights = new WeightFile(pair.weights);
        OnnxWriter.write(named(vjp.forward(), name), pair.forward, weights);
        OnnxWriter.write(named(vjp.vjp(), name + "_vjp"), pair.pullback, weights);
        files.forEach((word, file) ->
                OnnxWriter.write(named(Objects.requireNonNull(further.get(word)), name + "_" + word), file, weights));
        weights.save();
        return pair;
    }

    /** The same files, seen as what was differentiated at one of the sizes that they are for. */
    public GraphPair with(Vjp fixed) {
        return new GraphPair(forward, pullback, further, weights, fixed);
    }

    private static Graph named(Graph graph, String name) {
        return graph.toBuilder().name(name).build();
    }
}
