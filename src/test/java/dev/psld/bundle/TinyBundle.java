package dev.psld.bundle;

import dev.psld.autodiff.Mode;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

    static InputStream resource(String name) {
        return Objects.requireNonNull(TinyBundle.class.getResourceAsStream("/golden/autograd/" + name), name);
    }
}
