package dev.psld.hub;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which files of a repository an import needs: graphs, their weights, configurations, tokenizers; no PyTorch weights. Stateless. */
final class Choice {
    private static final String UNET = "unet/model.onnx";

    private static final Set<String> FOLDERS = Set.of(
            "",
            "vae_encoder/",
            "vae_decoder/",
            "unet/",
            "text_encoder/",
            "text_encoder_2/",
            "tokenizer/",
            "tokenizer_2/",
            "scheduler/");

    private static final Set<String> ROOT = Set.of("model_index.json", "README.md");

    private Choice() {}

    /**
     * The files of the export that lies nearest to the top.
     *
     * @throws DownloadException where the repository holds none, with what to do
     */
    static List<HubFile> of(HubName model, List<HubFile> all) {
        String top = all.stream()
                .filter(f -> f.path().equals(UNET) || f.path().endsWith("/" + UNET))
                .map(f -> f.path().substring(0, f.path().length() - UNET.length()))
                .min(Comparator.comparingInt(String::length).thenComparing(s -> s))
                .orElseThrow(() -> none(model, all));
        Set<String> others = all.stream()
                .filter(f -> f.name().endsWith(".onnx") && !f.name().equals("model.onnx"))
                .map(HubFile::path)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(f ->
                        f.path().startsWith(top) && FOLDERS.contains(f.folder().substring(top.length())))
                .filter(f -> !f.folder().equals(top) || ROOT.contains(f.name()))
                .filter(f -> !isTorch(f.name()) && others.stream().noneMatch(f.path()::startsWith))
                .toList();
    }

    /** The part of a path that is in front of all of an export. */
    static String top(List<HubFile> chosen) {
        return chosen.stream()
                .filter(f -> f.path().endsWith(UNET))
                .map(f -> f.path().substring(0, f.path().length() - UNET.length()))
                .findFirst()
                .orElse("");
    }

    private static boolean isTorch(String name) {
        return name.matches(
                ".*\\.(safetensors|msgpack|h5|ckpt|pt|pth|xml|png|jpg)|(diffusion_)?pytorch_model.*|openvino_model.*|flax_model.*");
    }

    private static DownloadException none(HubName model, List<HubFile> all) {
        if (all.stream().anyMatch(f -> f.name().contains("lora") && f.name().endsWith(".safetensors"))
                && all.stream().noneMatch(f -> f.path().startsWith("unet/"))) {
            return new DownloadException(
                    model + " is a LoRA, which changes another model: load its base model with diffusers, add"
                            + " it (load_lora_weights, fuse_lora, save_pretrained) and make graphs of that with"
                            + " ‘python export/stable_diffusion/export_onnx.py FOLDER -o OUT’ (export/README.md)");
        }
        boolean weights = all.stream().anyMatch(f -> f.name().matches(".*\\.(safetensors|ckpt|bin)"));
        return new DownloadException(model + " holds " + (weights ? "PyTorch weights and no graphs" : "no model")
                + ": name a repository or revision that has unet/model.onnx (hf:OWNER/NAME@onnx), or make graphs with"
                + " ‘python export/stable_diffusion/export_onnx.py " + model.repository()
                + " -o OUT’ (export/README.md) and give"
                + " ‘psld models add OUT’");
    }
}
