package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder as exporters write it: {@code vae_encoder/model.onnx}, {@code vae_decoder/model.onnx}, {@code unet/model.onnx} and
 * {@code scheduler}, for models that are told a text {@code text_encoder/model.onnx} and {@code tokenizer} too. Immutable.
 */
public record PipelineFolder(Path root) {
    private static final List<String> NETS = List.of("vae_encoder", "vae_decoder", "unet");

    private static final String MODEL = "model.onnx";

    private static final String EXPORT =
            "make graphs of it with ‘python export/stable_diffusion/export_onnx.py FOLDER -o OUT’"
                    + " (export/README.md), then ‘psld models add OUT’";

    /**
     * Finds the pipeline in a folder, which may hold it one folder further down.
     *
     * @throws ModelException that says what the folder is instead, and what to do
     */
    public static PipelineFolder find(Path folder) {
        if (!Files.exists(folder)) {
            throw new ModelException("there is no folder " + folder
                    + ": give the folder or zip of a model, hf:OWNER/NAME, or the URL of a zip");
        }
        if (!Files.isDirectory(folder)) {
            throw new ModelException(WrongSource.sentence(folder));
        }
        try (Stream<Path> below = Files.walk(folder, 2)) {
            Path root = below.filter(Files::isDirectory)
                    .filter(f -> NETS.stream()
                            .anyMatch(net -> Files.isRegularFile(f.resolve(net).resolve(MODEL))))
                    .min(java.util.Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString))
                    .orElseThrow(() -> new ModelException(nothing(folder)));
            PipelineFolder found = new PipelineFolder(root);
            for (String net : NETS) {
                found.require(net);
            }
            return found;
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    Path net(String part) {
        return root.resolve(part).resolve(MODEL);
    }

    boolean has(String part) {
        return Files.isRegularFile(net(part));
    }

    /** @throws ModelException that names what is missing */
    void require(String part) {
        if (!has(part)) {
            throw new ModelException(missing(part));
        }
    }

    Path scheduler() {
        return root.resolve("scheduler").resolve("scheduler_config.json");
    }

    /** Folder of a tokenizer. */
    Path tokenizer(String name) {
        Path folder = root.resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new ModelException(
                    folder + " is missing, without which no text can be told to the model: copy the folder " + name
                            + " of the model that the graphs were exported from");
        }
        return folder;
    }

    private String missing(String part) {
        Path folder = root.resolve(part);
        if (Files.isDirectory(folder)) {
            Optional<Path> other = graphIn(folder);
            if (other.isPresent()) {
                String name = String.valueOf(other.get().getFileName());
                boolean rounded = name.toLowerCase(Locale.ROOT).matches(".*(quant|int8|q4|uint8|bnb).*");
                return other.get()
                        + (rounded
                                ? " is quantised, and what was rounded to integers has no useful derivative: give"
                                        + " an export in fp32 or fp16"
                                : " is not called model.onnx: rename it, if it is the plain export in"
                                        + " fp32 or fp16");
            }
            if (holds(folder, ".safetensors") || holds(folder, ".bin")) {
                return folder + " holds weights without a graph: " + EXPORT;
            }
        }
        return net(part) + " is missing: give a whole export of the model, with vae_encoder, vae_decoder, unet,"
                + " and for a model that is told a text text_encoder and tokenizer";
    }

    private static String nothing(Path folder) {
        boolean adapter = holds(folder, "pytorch_lora_weights.safetensors")
                || holds(folder, "adapter_model.safetensors")
                || Files.isRegularFile(folder.resolve("adapter_config.json"));
        if (adapter) {
            return folder + " is a LoRA, which changes another model: put it into its base model (pipeline.fuse_lora(),"
                    + " then pipeline.save_pretrained) and " + EXPORT;
        }
        if (Files.isDirectory(folder.resolve("transformer"))) {
            return folder
                    + " is a transformer that was trained by flow matching (SD3, Flux, PixArt), whose steps are none of a"
                    + " diffusion: give a model with a UNet, such as Stable Diffusion 1.5, 2.1 or SDXL";
        }
        if (Files.isDirectory(folder.resolve("unet"))) {
            return new PipelineFolder(folder).missing("unet");
        }
        if (holds(folder, ".safetensors") || holds(folder, ".ckpt")) {
            return folder + " holds a checkpoint, weights without a graph: load it with diffusers"
                    + " (StableDiffusionPipeline.from_single_file, then save_pretrained) and " + EXPORT;
        }
        return folder
                + " holds no model: in it or one folder below there must be vae_encoder/model.onnx, vae_decoder/model.onnx,"
                + " unet/model.onnx and scheduler/scheduler_config.json, as optimum and diffusers write them";
    }

    private static Optional<Path> graphIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".onnx")).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(ending));
        } catch (IOException e) {
            return false;
        }
    }
}
