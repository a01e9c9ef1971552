package dev.psld.bundle;

import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a bundle is made of: forward graphs by role, and what is to be said of them. Used by one thread, once; {@link
 * BundleExport} asks for one graph after the other.
 */
public interface ForwardModel {
    /** The model and its graphs, in the order in which they are exported. */
    ModelDescription description();

    /**
     * A forward graph, prepared: its sizes fixed where it is to be differentiated. Its constants may be mapped files that stay
     * where they are until the bundle is written.
     *
     * @throws dev.psld.derive.ModelException where there is none
     */
    Graph forward(String role, Preparation preparation);

    /** Puts whatever belongs to the bundle besides graphs into its folder: presets, constants in files, a tokenizer. */
    void writeCompanions(Path folder) throws IOException;
}
