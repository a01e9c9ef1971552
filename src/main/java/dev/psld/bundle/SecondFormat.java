package dev.psld.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Format 2 of {@code bundle.json}: graphs by any role, each with its inputs and outputs by name, type, shape and what they
 * hold. Stateless.
 */
final class SecondFormat {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SecondFormat() {}

    static Manifest read(JsonFields fields) {
        ModelData model = ModelData.read(fields);
        Manifest.Precision precision = fields.word("precision", SecondFormat::precision, "fp32, fp16");
        String mode = fields.text("mode");
        int opset = fields.whole("opset");
        Optional<String> presets = fields.optionalText("presets");
        Map<String, String> files = fields.object("files").eachText();
        Map<String, GraphEntry> graphs = new TreeMap<>();
        fields.object("graphs").eachObject().forEach((role, entry) -> graphs.put(role, graph(entry, model)));
        fields.end();
        Stream.concat(presets.stream(), graphs.values().stream().flatMap(GraphEntry::files))
                .filter(file -> !files.containsKey(file))
                .findFirst()
                .ifPresent(file -> {
                    throw fields.fault("it names the file " + file + ", but lists no hash of it");
                });
        return Manifest.of(model, precision, mode, opset, presets, files, graphs);
    }

    private static GraphEntry graph(JsonFields entry, ModelData model) {
        GraphEntry graph = new GraphEntry(
                entry.text("forward"),
                specs(entry.objects("inputs"), model),
                specs(entry.objects("outputs"), model),
                entry.optionalObject("pullback").map(pullback -> pullback(pullback, model)));
        entry.end();
        return graph;
    }

    private static PullbackEntry pullback(JsonFields entry, ModelData model) {
        long tape = entry.longer("tapeBytes");
        PullbackEntry pullback = new PullbackEntry(
                entry.text("file"),
                specs(entry.objects("inputs"), model),
                specs(entry.objects("outputs"), model),
                tape,
                entry.optionalNumber("workBytes").map(Double::longValue).orElse(tape),
                entry.number("adjointError"),
                entry.number("differenceError"));
        entry.end();
        return pullback;
    }

    private static List<TensorSpec> specs(List<JsonFields> entries, ModelData model) {
        return entries.stream().map(entry -> spec(entry, model)).toList();
    }

    private static TensorSpec spec(JsonFields entry, ModelData model) {
        TensorSpec spec = new TensorSpec(
                entry.text("name"),
                entry.word("type", TypeWord::type, TypeWord.words()),
                new Shape(ModelData.whole(entry.numbers("shape")).stream()
                        .map(Integer::longValue)
                        .toList()),
                entry.word("holds", Quantity::of, Quantity.words()),
                entry.optionalText("of"),
                entry.optionalNumbers("values").orElse(List.of()),
                entry.optionalText("file"));
        spec.fault().ifPresent(fault -> {
            throw entry.here(fault);
        });
        model.shape(spec.holds()).filter(shape -> !shape.equals(spec.shape())).ifPresent(shape -> {
            throw entry.here("has the shape " + spec.shape() + ", but the size that the model tells asks for " + shape);
        });
        entry.end();
        return spec;
    }

    private static Optional<Manifest.Precision> precision(String word) {
        return Stream.of(Manifest.Precision.values())
                .filter(p -> lower(p).equals(word))
                .findFirst();
    }

    static ObjectNode tree(Manifest m) {
        ObjectNode tree = JSON.objectNode();
        tree.put("format", Manifest.FORMAT);
        tree.put("name", m.name());
        tree.put("licence", m.licence());
        tree.put("source", m.source());
        m.image().forEach(tree.putArray("image")::add);
        m.anySize()
                .ifPresent(size -> tree.putObject("anySize")
                        .put("multiple", size.multiple())
                        .put("overlap", size.overlap()));
        m.latentSize().ifPresent(latent -> {
            latent.forEach(tree.putArray("latent")::add);
            tree.put("scale", m.scale());
        });
        m.predicts().ifPresent(p -> tree.put("prediction", p.word()));
        m.trained().ifPresent(s -> {
            ObjectNode schedule = tree.putObject("schedule")
                    .put("kind", s.kind())
                    .put("start", s.start())
                    .put("end", s.end())
                    .put("steps", s.steps());
            if (!s.betas().isEmpty()) {
                s.betas().forEach(schedule.putArray("betas")::add);
            }
        });
        tree.put("conditioning", lower(m.conditioning()));
        tree.put("precision", lower(m.precision()));
        tree.put("mode", m.mode());
        tree.put("opset", m.opset());
        m.presets().ifPresent(file -> tree.put("presets", file));
        ObjectNode files = tree.putObject("files");
        m.files().forEach(files::put);
        ObjectNode graphs = tree.putObject("graphs");
        m.graphs().forEach((role, graph) -> graphs.set(role, tree(graph)));
        return tree;
    }

    private static ObjectNode tree(GraphEntry graph) {
        ObjectNode tree = JSON.objectNode();
        tree.put("forward", graph.forward());
        tree.set("inputs", tree(graph.inputs()));
        tree.set("outputs", tree(graph.outputs()));
        graph.pullback().ifPresent(p -> {
            ObjectNode pullback = tree.putObject("pullback");
            pullback.put("file", p.file());
            pullback.set("inputs", tree(p.inputs()));
            pullback.set("outputs", tree(p.outputs()));
            pullback.put("tapeBytes", p.tapeBytes());
            if (p.workBytes() != p.tapeBytes()) {
                pullback.put("workBytes", p.workBytes());
            }
            pullback.put("adjointError", p.adjointError());
            pullback.put("differenceError", p.differenceError());
        });
        return tree;
    }

    private static ArrayNode tree(List<TensorSpec> specs) {
        ArrayNode tree = JSON.arrayNode();
        for (TensorSpec spec : specs) {
            ObjectNode one = tree.addObject();
            one.put("name", spec.name());
            one.put("type", TypeWord.of(spec.type()));
            spec.shape().dims().forEach(one.putArray("shape")::add);
            one.put("holds", spec.holds().word());
            spec.of().ifPresent(of -> one.put("of", of));
            spec.file().ifPresent(file -> one.put("file", file));
            if (!spec.values().isEmpty()) {
                spec.values().forEach(one.putArray("values")::add);
            }
        }
        return tree;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
