package dev.psld.bundle;

import dev.psld.autodiff.Mode;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The tiny bundle with other inputs and outputs, as exporters of the world write them. */
public final class TinyVariants {
    private TinyVariants() {}

    /**
     * Diffusers' names, a timestep of another type, and time ids that add nothing where they are those of the manifest;
     * an encoder without log-variance.
     */
    public static Bundle export(Environment environment, Path folder, ElementType time, Shape timeShape)
            throws IOException {
        Path source = TinyBundle.source(folder.resolve("forward"));
        Path unet = source.resolve("unet.onnx");
        OnnxWriter.write(renamed(OnnxReader.read(unet), time, timeShape), unet);
        Path encoder = source.resolve("encoder.onnx");
        Graph plain = OnnxReader.read(encoder);
        OnnxWriter.write(
                plain.toBuilder().clearOutputs().output(plain.value("mean")).build(), encoder);
        Path model = source.resolve("model.json");
        Files.writeString(model, Files.readString(model).replaceFirst("\\{", """
                {"graphs": {"encoder": {}, "decoder": {}, "unet": {
                   "inputs": {"sample": "latent", "timestep": "timestep", "time_ids": "constant"},
                   "outputs": {"out_sample": "prediction"}, "constants": {"time_ids": [3, 4]}}},
                """));
        return new BundleExport(environment, Mode.TAPE, line -> {}).export(source, folder.resolve("variant"));
    }

    private static Graph renamed(Graph net, ElementType time, Shape timeShape) {
        GraphBuilder builder = new GraphBuilder(net.name(), net.opset());
        builder.input(net.value("z").renamed("sample"));
        builder.input(new Value("timestep", time, timeShape));
        builder.input(new Value("time_ids", ElementType.INT64, Shape.of(2)));
        Attributes real = Attributes.of("to", ElementType.FLOAT.code());
        builder.emitAs("time_real", "Cast", real, "timestep");
        // 3 + 4 − 7 = 0 is added to the timestep: any other constants show.
        builder.emitAs("ids_real", "Cast", real, "time_ids");
        builder.emitAs("ids_sum", "ReduceSum", Attributes.of("keepdims", 0), "ids_real");
        builder.constant("seven", Tensor.scalar(ElementType.FLOAT, 7));
        builder.emitAs("nothing", "Sub", Attributes.NONE, "ids_sum", "seven");
        builder.emitAs("time_sum", "Add", Attributes.NONE, "time_real", "nothing");
        if (timeShape.rank() == 0) {
            builder.constant("first_axis", Tensor.vector(0));
            builder.emitAs("time_vector", "Unsqueeze", Attributes.NONE, "time_sum", "first_axis");
        } else {
            builder.emitAs("time_vector", "Identity", Attributes.NONE, "time_sum");
        }
        net.constants().forEach(builder::constant);
        Map<String, String> names = Map.of("z", "sample", "t", "time_vector", "prediction", "out_sample");
        for (Node node : net.nodes()) {
            builder.add(new Node(
                    node.name(),
                    node.op(),
                    node.domain(),
                    renamed(node.inputs(), names),
                    renamed(node.outputs(), names),
                    node.attributes()));
        }
        return builder.output(net.value("prediction").renamed("out_sample")).build();
    }

    private static List<String> renamed(List<String> values, Map<String, String> names) {
        return values.stream().map(name -> names.getOrDefault(name, name)).toList();
    }
}
