package dev.psld.web;

import dev.psld.operator.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The models that jobs may name. Thread-safe. */
public interface ModelCatalog {
    /**
     * A model.
     *
     * @param name by which a job names it
     * @param bundle the name in its manifest, by which presets know it
     * @param anySize whether it restores photos of any size as they are; else they have its own, or are scaled to it
     * @param width of its pictures, or windows
     * @param text whether it takes a prompt
     * @param presets that it brings of its own
     */
    record Model(
            String name,
            String bundle,
            String licence,
            boolean anySize,
            int width,
            int height,
            boolean text,
            List<String> methods,
            Optional<Path> presets) {
        public Model {
            methods = List.copyOf(methods);
        }
    }

    /** All that can be used, sorted by name. */
    List<Model> models();

    /**
     * The name of the model that a photo gets where none is named.
     *
     * @param fit whether it is scaled to the model's size
     */
    String choose(Task task, int width, int height, int scale, Optional<String> method, boolean fit);
}
