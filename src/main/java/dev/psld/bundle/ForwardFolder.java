package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with model.json, ROLE.onnx for every role, and presets.json where the model brings its own. Immutable. */
record ForwardFolder(Path folder, ModelDescription description) implements ForwardModel {
    /** @throws ModelException that names what is wrong in model.json */
    static ForwardFolder read(Path folder) {
        return new ForwardFolder(folder, ModelDescription.read(folder.resolve("model.json")));
    }

    @Override
    public Graph forward(String role, Preparation preparation) {
        Path file = folder.resolve(role + ".onnx");
        if (description.model().anySize().isEmpty()) {
            Graph graph = preparation.prepare(file, Map.of());
            return Optional.ofNullable(description.graphs().get(role))
                    .flatMap(ModelDescription.SourceGraph::scale)
                    .map(own -> preparation.prepare(
                            LatentUnits.taking(graph, description.model().scale() / own)))
                    .orElse(graph);
        }
        ModelDescription.SourceGraph said = description.graphs().get(role);
        if (said != null && said.differentiate()) {
            throw new ModelException("the graph of the " + role + " takes any size, and pullbacks are of one: set"
                    + " graphs." + role + ".differentiate to false in model.json, or leave anySize out");
        }
        // As it is: to prepare a graph is to fix its size.
        return OnnxFile.read(file).graph();
    }

    private static void copyAll(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
            }
        }
    }

    @Override
    public void writeCompanions(Path target) throws IOException {
        Path presets = folder.resolve(Bundle.PRESETS);
        if (Files.isRegularFile(presets)) {
            Files.copy(presets, target.resolve(Bundle.PRESETS));
        }
        for (String tokenizer : PromptEncoder.TOKENIZERS) {
            copyAll(folder.resolve(tokenizer), target.resolve(tokenizer));
        }
        for (ModelDescription.SourceGraph graph : description.graphs().values()) {
            for (String file : graph.files().values()) {
                Path own = folder.resolve(file).normalize();
                if (!own.startsWith(folder.normalize()) || !Files.isRegularFile(own)) {
                    throw new ModelException(own + " is missing, which model.json names: put it beside the graphs");
                }
                Path copy = target.resolve(file).normalize();
                if (!Files.exists(copy)) {
                    Files.createDirectories(java.util.Objects.requireNonNull(copy.getParent()));
                    Files.copy(own, copy);
                }
            }
        }
    }
}
