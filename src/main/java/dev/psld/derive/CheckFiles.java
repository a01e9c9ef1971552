package dev.psld.derive;

import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Further graphs of a check, written where they find the weights of the pair that is checked: those are not copied. Not
 * thread-safe; to be closed, which deletes them.
 */
final class CheckFiles implements AutoCloseable {
    private final GraphPair pair;
    private final TemporaryFolder folder;

    CheckFiles(GraphPair pair) {
        this.pair = pair;
        try {
            folder = TemporaryFolder.at(
                    pair.weights().resolveSibling("." + pair.weights().getFileName() + ".check"));
        } catch (IOException e) {
            throw new ModelException(pair.weights().getParent() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes a graph under this name. */
    Path write(Graph graph, String name) {
        Path file = folder.resolve(name + ".onnx");
        if (sharesWeights()) {
            OnnxWriter.write(
                    graph, file, WeightFile.finished(pair.weights(), List.of(pair.forward(), pair.pullback())));
            return file;
        }
        WeightFile weights = new WeightFile(folder.resolve(name + ".bin"));
        OnnxWriter.write(graph, file, weights);
        weights.save();
        return file;
    }

    /** A runtime looks for weights in the graph's own folder: there is a second name for them there. */
    private boolean sharesWeights() {
        Path link = folder.resolve(String.valueOf(pair.weights().getFileName()));
        try {
            if (!Files.exists(link) && Files.exists(pair.weights())) {
                Files.createLink(link, pair.weights());
            }
            return Files.exists(link);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no links here
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
