package dev.psld.bundle;

import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a text encoder makes of the empty text into a bundle: what a model is told by runs without a prompt, and by most as the
 * other side of their guidance. Stateless.
 */
final class EmptyPrompt {
    private EmptyPrompt() {}

    /**
     * The UNet as it is to be declared; itself where it takes no text, or the bundle has files for that already.
     *
     * @param bundle as it is so far, in the folder that the files are written to
     */
    static Optional<GraphEntry> written(Environment environment, Bundle bundle) throws IOException {
        Map<String, GraphEntry> graphs = bundle.manifest().graphs();
        Optional<GraphEntry> declared = Optional.ofNullable(graphs.get(Role.UNET));
        boolean encoded = graphs.containsKey(Role.TEXT_ENCODER);
        if (declared.filter(unet -> encoded && unet.inputs().stream().anyMatch(EmptyPrompt::isOpen))
                .isEmpty()) {
            return declared;
        }
        GraphEntry unet = declared.get();
        EncodedPrompt empty = new PromptEncoder(environment, bundle).encode("");
        List<TensorSpec> inputs = new ArrayList<>();
        for (TensorSpec input : unet.inputs()) {
            Tensor value = empty.values().get(input.holds());
            if (isOpen(input) && value != null) {
                String file = input.holds().word() + ".bin";
                Path path = bundle.folder().resolve(file);
                byte[] bytes = new byte[value.data().remaining()];
                value.data().get(bytes);
                Files.write(path, bytes);
                inputs.add(input.in(file));
            } else {
                inputs.add(input);
            }
        }
        return Optional.of(new GraphEntry(unet.forward(), inputs, unet.outputs(), unet.pullback()));
    }

    private static boolean isOpen(TensorSpec input) {
        boolean told = input.holds() == Quantity.CONTEXT || input.holds() == Quantity.POOLED;
        return told && input.file().isEmpty() && input.values().isEmpty();
    }
}
