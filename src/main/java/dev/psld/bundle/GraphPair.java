package dev.psld.bundle;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.Vjp;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import java.nio.file.Path;

/**
 * A forward graph and its pullback as files that share their weights. Immutable; made by {@link #write}.
 *
 * @param forward NAME.onnx: the forward, in tape mode with the tape as further outputs
 * @param pullback NAME_vjp.onnx
 * @param weights NAME.bin, which may not exist where all constants are small
 */
public record GraphPair(Path forward, Path pullback, Path weights, Vjp vjp) {

    /**
     * Differentiates a prepared graph and writes both graphs; nothing is written when an op has no rule.
     *
     * @throws dev.psld.autodiff.DiffException when the graph cannot be differentiated
     */
    public static GraphPair write(dev.psld.graph.Graph prepared, DiffRequest request, String name, Path folder) {
        Vjp vjp = Differentiator.differentiate(prepared, request);
        GraphPair pair = new GraphPair(
                folder.resolve(name + ".onnx"), folder.resolve(name + "_vjp.onnx"), folder.resolve(name + ".bin"), vjp);
        WeightFile weights = new WeightFile(pair.weights);
        OnnxWriter.write(vjp.forward().toBuilder().name(name).build(), pair.forward, weights);
        OnnxWriter.write(vjp.vjp().toBuilder().name(name + "_vjp").build(), pair.pullback, weights);
        weights.save();
        return pair;
    }
}
