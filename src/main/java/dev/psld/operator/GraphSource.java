package dev.psld.operator;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.Shape;
import java.nio.file.Path;

/**
 * Reads a user's ONNX file for an input of one shape. A source that fixes open dimensions and infers the shapes of all
 * intermediates lets any file be used and differentiated; {@link #PLAIN} takes a file as it is.
 */
@FunctionalInterface
public interface GraphSource {
    /** Reads without inferring anything: the file itself must tell all shapes. */
    GraphSource PLAIN = (file, input) -> OnnxReader.read(file);

    /**
     * The graph of the file, with one input of the shape {@code input}; throws {@link dev.psld.graph.GraphException}.
     */
    Graph read(Path file, Shape input);
}
