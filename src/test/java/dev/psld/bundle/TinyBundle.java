package dev.psld.bundle;

import dev.psld.autodiff.Mode;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** A bundle of the small random nets under golden/autograd: pictures 3×16×16, latents 4×4×4. */
public final class TinyBundle {
    private TinyBundle() {}

    /** Copies the forward graphs and a model.json into a folder. */
    public static Path source(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String role : Role.LATENT_DIFFUSION) {
            try (InputStream in = resource(role + ".onnx")) {
                Files.copy(in, folder.resolve(role + ".onnx"));
            }
        }
        Files.writeString(folder.resolve("model.json"), """
                {"name": "tiny", "licence": "ours", "source": "export/golden/make_autograd.py",
                 "image": [3, 16, 16], "latent": [4, 4, 4], "scale": 0.5, "prediction": "v",
                 "schedule": {"kind": "scaled-linear", "start": 0.0015, "end": 0.0195, "steps": 1000}}
                """);
        return folder;
    }

    /** Exports the bundle to {@code folder/tiny}. */
    public static Bundle export(Environment environment, Path folder, Mode mode) throws IOException {
        List<String> log = new ArrayList<>();
        return new BundleExport(environment, mode, log::add)
                .export(source(folder.resolve("forward")), folder.resolve("tiny"));
    }

    /** Exports the bundle, with its tape, and gives its folder. */
    public static Path folder(Path folder) throws IOException {
        try (Environment environment = Environment.open()) {
            return export(environment, folder, Mode.TAPE).folder();
        }
    }

    /** The same with a small decoder for guidance, whose latents are those of the diffusion. */
    public static Path guidedSource(Path folder) throws IOException {
        source(folder);
        OnnxWriter.write(guideDecoder(4, 16), folder.resolve(Role.GUIDE_DECODER + ".onnx"));
        Path model = folder.resolve("model.json");
        Files.writeString(model, Files.readString(model).replaceFirst("\\}\\s*$", """
                                , "graphs": {"encoder": {}, "decoder": {}, "guide-decoder": {"scale": 1}, "unet": {}}}
                                """));
        return folder;
    }

    /** Exports it to {@code folder/guided}. */
    public static Bundle guided(Environment environment, Path folder, Mode mode) throws IOException {
        return new BundleExport(environment, mode, line -> {})
                .export(guidedSource(folder.resolve("guided-forward")), folder.resolve("guided"));
    }

    /** A smooth net of random weights from latents of so many channels and 4×4 to pictures of a size. */
    public static Graph guideDecoder(int channels, int size) {
        int factor = size / 4;
        int wide = 3 * factor * factor;
        GraphBuilder graph = new GraphBuilder(Role.GUIDE_DECODER, 17);
        graph.input("z", ElementType.FLOAT, 1, channels, 4, 4);
        float[] weights = new float[wide * channels * 9];
        Random random = new Random(3);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (0.3 * random.nextGaussian());
        }
        String weight = graph.constant(Tensor.floats(Shape.of(wide, channels, 3, 3), weights));
        String wider = graph.emit("Conv", Attributes.of("pads", List.of(1L, 1L, 1L, 1L)), "z", weight);
        graph.emitAs("x", "DepthToSpace", Attributes.of("blocksize", factor), graph.emit("Tanh", wider));
        return graph.output("x", ElementType.FLOAT, 1, 3, size, size).build();
    }

    static InputStream resource(String name) {
        return Objects.requireNonNull(TinyBundle.class.getResourceAsStream("/golden/autograd/" + name), name);
    }
}
