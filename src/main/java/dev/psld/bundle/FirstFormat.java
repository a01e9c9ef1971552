package dev.psld.bundle;

import dev.psld.graph.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Format 1 of {@code bundle.json}: always encoder, decoder and UNet in float32, whose inputs and outputs go by fixed names.
 * Stateless.
 */
final class FirstFormat {
    private FirstFormat() {}

    static Manifest read(JsonFields fields) {
        ModelData model = ModelData.read(fields);
        String precision = fields.text("precision");
        if (!precision.equals("fp32")) {
            throw fields.unknown("precision", precision, "fp32 (format 1 has no other)");
        }
        String mode = fields.text("mode");
        int opset = fields.whole("opset");
        Map<String, String> files = fields.object("files").eachText();
        Map<String, GraphEntry> graphs = new TreeMap<>();
        Shape image = ModelData.batchOfOne(model.image());
        Shape latent = ModelData.batchOfOne(model.latent().orElseThrow(() -> fields.fault("it has no “latent”")));
        fields.object("graphs")
                .eachObject()
                .forEach((role, entry) -> graphs.put(role, graph(role, entry, image, latent)));
        for (String role : Role.LATENT_DIFFUSION) {
            GraphEntry graph = graphs.get(role);
            if (graph == null || !graph.files().allMatch(files::containsKey)) {
                throw fields.fault("it lists no graph and pullback for the " + role);
            }
        }
        fields.end();
        return new Manifest(
                model.name(),
                model.licence(),
                model.source(),
                model.image(),
                Optional.empty(),
                model.latent(),
                model.scale(),
                model.prediction().or(() -> {
                    throw fields.fault("it has no “prediction”");
                }),
                model.schedule().or(() -> {
                    throw fields.fault("it has no “schedule”");
                }),
                Manifest.Conditioning.NONE,
                Manifest.Precision.FP32,
                mode,
                opset,
                Optional.empty(),
                files,
                graphs);
    }

    private static GraphEntry graph(String role, JsonFields entry, Shape image, Shape latent) {
        if (!Role.LATENT_DIFFUSION.contains(role)) {
            throw entry.here("is no role of format 1");
        }
        long tape = entry.longer("tapeBytes");
        GraphEntry graph = Convention.differentiated(
                Convention.first(role, entry.text("forward"), image, latent),
                entry.text("pullback"),
                tape,
                tape,
                entry.number("adjointError"),
                entry.number("differenceError"));
        entry.end();
        return graph;
    }
}
