package dev.psld.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.BundleExport;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/** The small pipelines that export/golden/make_pipelines.py wrote, and what PyTorch makes of them. */
public final class Pipelines {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "pipelines");

    public static final int SIZE = 16;

    private Pipelines() {}

    public static Path zip(String name) {
        return GOLDEN.resolve(name + ".zip");
    }

    /** Unpacks a pipeline; the folder is the caller's to damage. */
    public static Path folder(String name, Path scratch) throws IOException {
        Path folder = scratch.resolve(name);
        try (ZippedPipeline unpacked = ZippedPipeline.unpack(zip(name), scratch.resolve("zip"))) {
            Files.move(unpacked.folder(), folder);
        }
        return folder;
    }

    /** Imports a pipeline. */
    public static Bundle bundle(Environment environment, String name, Mode mode, Path scratch) throws IOException {
        DiffusersModel model = DiffusersModel.read(
                environment,
                PipelineFolder.find(folder(name, scratch)),
                new ImportRequest(name, "a test", OptionalInt.of(SIZE)));
        return new BundleExport(environment, mode, line -> {}).export(model, scratch.resolve("bundle-" + name));
    }

    /** Imports the pipeline sd with the small decoder taesd. */
    public static Bundle guided(Environment environment, Mode mode, Path scratch) throws IOException {
        Path small = folder("taesd", scratch);
        DiffusersModel model = DiffusersModel.read(
                environment,
                PipelineFolder.find(folder("sd", scratch)),
                new ImportRequest("guided", "a test", OptionalInt.of(SIZE), Optional.of(small)));
        return new BundleExport(environment, mode, line -> {}).export(model, scratch.resolve("bundle-guided"));
    }

    /** What PyTorch makes of a pipeline. */
    public static JsonNode golden(String name) {
        try {
            return new ObjectMapper().readTree(GOLDEN.resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers of a golden file: little-endian floats in base64. */
    public static float[] floats(JsonNode text) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(text.textValue())).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
