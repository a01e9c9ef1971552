package dev.psld.bundle;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code model.json} says of forward graphs that are to become a bundle: the input of {@code psld export}. Immutable.
 * The fields of the model are those of {@link Manifest}.
 *
 * @param precision of the numbers inside the graphs; empty where their inputs tell it
 * @param graphs by role, what is to be said of each; where the file says nothing, encoder, decoder and UNet for a model
 *     with latents, and a denoiser for one without
 */
public record ModelDescription(
        ModelData model, Optional<Manifest.Precision> precision, Map<String, SourceGraph> graphs) {

    public ModelDescription {
        // Unmodifiable in the order that was given: it is that of the work.
        graphs = Collections.unmodifiableMap(new LinkedHashMap<>(graphs));
    }

    /**
     * One forward graph, ROLE.onnx.
     *
     * @param inputs what its inputs hold, by name; one that is not named here goes by the convention
     * @param outputs the same of its outputs, of which only those named here or by the convention are kept
     * @param constants elements of those inputs that hold a constant
     * @param files of the bundle with an input's elements, little-endian in its type, where they are too many to write down
     * @param differentiate whether it gets a pullback
     */
    public record SourceGraph(
            Map<String, Quantity> inputs,
            Map<String, Quantity> outputs,
            Map<String, List<Double>> constants,
            Map<String, String> files,
            boolean differentiate) {

        public SourceGraph {
            inputs = Map.copyOf(inputs);
            outputs = Map.copyOf(outputs);
            constants = Map.copyOf(constants);
            files = Map.copyOf(files);
        }

        /** One whose inputs and outputs go by the convention. */
        public static SourceGraph conventional(boolean differentiate) {
            return new SourceGraph(Map.of(), Map.of(), Map.of(), Map.of(), differentiate);
        }
    }

    /** @throws dev.psld.derive.ModelException that names what is wrong in it */
    static ModelDescription read(Path file) {
        JsonFields fields = JsonFields.of(file.getFileName().toString(), ManifestJson.tree(file));
        ModelData model = ModelData.read(fields);
        Map<String, SourceGraph> graphs = new LinkedHashMap<>();
        fields.optionalObject("graphs")
                .ifPresentOrElse(
                        all -> all.eachObject().forEach((role, entry) -> graphs.put(role, graph(role, entry))),
                        () -> roles(model).forEach(role -> graphs.put(role, plain())));
        fields.end();
        return new ModelDescription(model, Optional.empty(), graphs);
    }

    private static List<String> roles(ModelData model) {
        return model.latent().isPresent() ? Role.LATENT_DIFFUSION : List.of(Role.DENOISER);
    }

    private static SourceGraph plain() {
        return SourceGraph.conventional(true);
    }

    private static SourceGraph graph(String role, JsonFields entry) {
        if (Convention.of(role).isEmpty()) {
            throw entry.here("is no role: there are " + Convention.roles());
        }
        Map<String, List<Double>> constants = new LinkedHashMap<>();
        entry.optionalObject("constants").ifPresent(all -> all.eachNumbers().forEach(constants::put));
        Map<String, String> files =
                entry.optionalObject("files").map(JsonFields::eachText).orElse(Map.of());
        SourceGraph graph = new SourceGraph(
                holds(entry.optionalObject("inputs")),
                holds(entry.optionalObject("outputs")),
                constants,
                files,
                entry.optionalFlag("differentiate").orElse(!role.equals(Role.TEXT_ENCODER)));
        entry.end();
        return graph;
    }

    private static Map<String, Quantity> holds(Optional<JsonFields> entry) {
        Map<String, Quantity> all = new LinkedHashMap<>();
        entry.ifPresent(fields -> fields.eachText()
                .forEach((name, word) -> all.put(
                        name, Quantity.of(word).orElseThrow(() -> fields.unknown(name, word, Quantity.words())))));
        return all;
    }
}
