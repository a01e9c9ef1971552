package dev.psld.diffusers;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a file is that was given as a model and is none, in a sentence with the remedy. Stateless. */
final class WrongSource {
    /** Bytes of a header that are looked at. */
    private static final long HEADER = 8 << 20;

    private WrongSource() {}

    static String sentence(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            return isAdapter(file)
                    ? file + " is a LoRA, which changes another model: load its base model with diffusers, add it"
                            + " (load_lora_weights, fuse_lora, save_pretrained)" + export()
                    : file + " is a checkpoint, weights without a graph: load it with diffusers"
                            + " (StableDiffusionPipeline.from_single_file, then save_pretrained)" + export();
        }
        if (name.matches(".*\\.(ckpt|pt|pth|bin)")) {
            return file + " is a PyTorch checkpoint, weights without a graph: load it with diffusers"
                    + " (StableDiffusionPipeline.from_single_file, then save_pretrained)" + export();
        }
        if (name.endsWith(".gguf")) {
            return file
                    + " is quantised (GGUF), and what was rounded to integers has no useful derivative: give an export of"
                    + " the model to ONNX in fp32 or fp16";
        }
        if (name.endsWith(".onnx")) {
            return file
                    + " is one graph, and a model has several: give the folder around vae_encoder, vae_decoder and unet; a"
                    + " denoiser alone goes by ‘psld export’";
        }
        return file
                + " is no model: give the folder or zip that optimum or diffusers wrote, hf:OWNER/NAME, or the URL of a zip";
    }

    private static String export() {
        return ", make graphs of it with ‘python export/stable_diffusion/export_onnx.py FOLDER -o OUT’ (export/README.md), then"
                + " ‘psld models add OUT’";
    }

    /** A safetensors file begins with the length of its header, which names all weights. */
    private static boolean isAdapter(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(in)) {
            long length = Long.reverseBytes(data.readLong());
            byte[] header = data.readNBytes((int) Math.max(0, Math.min(length, HEADER)));
            return new String(header, StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT)
                    .contains("lora");
        } catch (IOException e) {
            return false;
        }
    }
}
