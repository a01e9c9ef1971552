package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Value;
import java.util.List;

/**
 * A differentiated graph: what to run forward, and its pullback. Immutable.
 *
 * @param forward the graph as given, in tape mode with the tape appended to its outputs
 * @param vjp takes {@code <y>_cotangent}, then the tape, then the forward inputs that it needs, under their forward
 *     names; gives {@code <x>_cotangent}
 * @param tape the forward values that pass from one to the other, in the order of the inputs of {@code vjp}
 * @param tapeBytes what the tape takes in memory
 * @param notes sentences for a report: sizes, what is computed again, paths that end at a flat operator
 */
public record Vjp(Graph forward, Graph vjp, List<Value> tape, long tapeBytes, List<String> notes) {

    public Vjp {
        tape = List.copyOf(tape);
        notes = List.copyOf(notes);
    }

    /** {@code forward} as one ONNX model with its weights inside. */
    public byte[] forwardBytes() {
        return OnnxWriter.toBytes(forward);
    }

    /** {@code vjp} as one ONNX model with its weights inside. */
    public byte[] pullbackBytes() {
        return OnnxWriter.toBytes(vjp);
    }
}
