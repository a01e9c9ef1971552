package dev.psld.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 *     with latents (and a guide decoder that lies beside them), and a denoiser for one without
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
     * @param scale of a {@link Role#GUIDE_DECODER}: a latent of the sampler is so many times what the graph takes; empty where
     *     it takes the latents of the decoder
     * @param differentiate whether it gets a pullback
     */
    public record SourceGraph(
            Map<String, Quantity> inputs,
            Map<String, Quantity> outputs,
            Map<String, List<Double>> constants,
            Map<String, String> files,
            Optional<Double> scale,
            boolean differentiate) {

        public SourceGraph {
            inputs = Map.copyOf(inputs);
            outputs = Map.copyOf(outputs);
            constants = Map.copyOf(constants);
            files = Map.copyOf(files);
        }

        /** One whose inputs and outputs go by the convention. */
        public static SourceGraph conventional(boolean differentiate) {
            return new SourceGraph(Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty(), differentiate);
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
                        () -> roles(model, file).forEach(role -> graphs.put(role, plain())));
        fields.end();
        return new ModelDescription(model, Optional.empty(), graphs);
    }

    private static List<String> roles(ModelData model, Path file) {
        if (model.latent().isEmpty()) {
            return List.of(Role.DENOISER);
        }
        List<String> roles = new ArrayList<>(Role.LATENT_DIFFUSION);
        if (Files.exists(file.resolveSibling(Role.GUIDE_DECODER + ".onnx"))) {
            roles.add(Role.GUIDE_DECODER);
        }
        return roles;
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
                scale(role, entry),
                entry.optionalFlag("differentiate").orElse(!role.equals(Role.TEXT_ENCODER)));
        entry.end();
        return graph;
    }

    private static Optional<Double> scale(String role, JsonFields entry) {
        Optional<Double> scale = entry.optionalNumber("scale");
        if (scale.isPresent() && !role.equals(Role.GUIDE_DECODER)) {
            throw entry.here("has a scale, and all graphs but the " + Role.GUIDE_DECODER
                    + " go by that of the model: leave it out");
        }
        if (scale.filter(s -> s <= 0).isPresent()) {
            throw entry.here("has the scale " + scale.get() + ", which must be above 0");
        }
        return scale;
    }

    private static Map<String, Quantity> holds(Optional<JsonFields> entry) {
        Map<String, Quantity> all = new LinkedHashMap<>();
        entry.ifPresent(fields -> fields.eachText()
                .forEach((name, word) -> all.put(
                        name, Quantity.of(word).orElseThrow(() -> fields.unknown(name, word, Quantity.words())))));
        return all;
    }
}
