package dev.psld.fused;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightPlace;
import java.nio.file.Path;
import java.util.Map;

/** A graph and where its large constants lie in a bundle's folder, by name. Immutable and thread-safe. */
record WeightedGraph(Graph graph, Map<String, WeightPlace> places) {

    WeightedGraph {
        places = Map.copyOf(places);
    }

    static WeightedGraph read(Path file) {
        return new WeightedGraph(OnnxReader.read(file), OnnxReader.places(file));
    }

    /** The model without the weights that lie in files. */
    byte[] toBytes() {
        return OnnxWriter.toBytes(graph, places);
    }
}
