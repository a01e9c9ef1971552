package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A model file that was read, in the words of the schema. Immutable. External data is looked for beside it. */
public final class OnnxFile {
    private final Path file;
    private final OnnxMl.ModelProto model;

    private OnnxFile(Path file, OnnxMl.ModelProto model) {
        this.file = file;
        this.model = model;
    }

    public static OnnxFile read(Path file) {
        return new OnnxFile(file, OnnxReader.proto(file));
    }

    public Graph graph() {
        return graph(model);
    }

    /**
     * The graph with the dimensions of its inputs fixed.
     *
     * @throws GraphException where they are not all fixed then, with the options that fix them
     */
    public Graph graph(InputShapes shapes) {
        return graph(shapes.applied(model));
    }

    /** True where constants are listed among the inputs too, as IR version 3 does: default values that may be overridden. */
    public boolean listsConstants() {
        Set<String> inputs = new HashSet<>();
        model.getGraph().getInputList().forEach(v -> inputs.add(v.getName()));
        return model.getGraph().getInitializerList().stream().anyMatch(t -> inputs.contains(t.getName()));
    }

    /** True where the model brings functions of its own, whose nodes stand for their bodies. */
    public boolean hasFunctions() {
        return model.getFunctionsCount() > 0;
    }

    /**
     * The same model with its large weights as inputs, where all of its weights are many bytes.
     *
     * @param file where to write it: with everything inside that it keeps
     * @return empty for a model that is small enough to be handled as it is
     */
    public Optional<WeightsApart> apart(Path file) {
        return WeightsApart.of(model, codec(), file);
    }

    private TensorCodec codec() {
        return new TensorCodec(Optional.ofNullable(file.toAbsolutePath().getParent()));
    }

    private Graph graph(OnnxMl.ModelProto other) {
        return OnnxReader.graph(other, codec(), file.toString());
    }
}
