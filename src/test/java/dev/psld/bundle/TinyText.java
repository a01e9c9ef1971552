package dev.psld.bundle;

import dev.psld.autodiff.Mode;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A bundle of the small random nets under golden/text and golden/autograd, with a text encoder and CLIP's tokenizer. */
public final class TinyText {
    private TinyText() {}

    /** Exports it to {@code folder/tiny-text}. */
    public static Bundle export(Environment environment, Path folder, Manifest.Prediction prediction)
            throws IOException {
        return new BundleExport(environment, Mode.TAPE, line -> {})
                .export(source(folder.resolve("forward"), prediction), folder.resolve("tiny-text"));
    }

    /** Copies the forward graphs, the tokenizer and a model.json into a folder. */
    public static Path source(Path folder, Manifest.Prediction prediction) throws IOException {
        Files.createDirectories(folder.resolve("tokenizer"));
        copy("autograd/encoder.onnx", folder);
        copy("autograd/decoder.onnx", folder);
        copy("text/unet.onnx", folder);
        copy("text/text-encoder.onnx", folder);
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json")) {
            copy("tokens/sd15/" + file, folder.resolve("tokenizer"));
        }
        Files.writeString(folder.resolve("model.json"), """
                {"name": "tiny-text", "licence": "ours", "source": "export/golden/make_text.py",
                 "image": [3, 16, 16], "latent": [4, 4, 4], "scale": 0.5, "prediction": "PREDICTION", "conditioning": "text",
                 "schedule": {"kind": "scaled-linear", "start": 0.0015, "end": 0.0195, "steps": 1000},
                 "graphs": {"encoder": {}, "decoder": {}, "unet": {}, "text-encoder": {}}}
                """.replace("PREDICTION", prediction.word()));
        return folder;
    }

    private static void copy(String resource, Path folder) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TinyText.class.getResourceAsStream("/golden/" + resource), resource)) {
            Files.copy(in, folder.resolve(Path.of(resource).getFileName().toString()));
        }
    }
}
