package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelFolders;
import dev.psld.derive.ModelException;
import dev.psld.operator.Task;
import dev.psld.picture.PixelSize;
import dev.psld.restore.ModelChoice;
import dev.psld.sampler.Method;
import dev.psld.web.ModelCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The models in the program's folder, looked up whenever somebody asks. Thread-safe.
 *
 * @param configured the model of the agent; auto chooses by the photo
 */
record InstalledModels(String configured) implements ModelCatalog {
    @Override
    public List<Model> models() {
        List<Model> models = new ArrayList<>();
        for (Path folder : ModelFolders.installed()) {
            try {
                models.add(model(folder));
            } catch (ModelException e) {
                // Damaged: psld models and psld doctor say how.
            }
        }
        return models;
    }

    private static Model model(Path folder) {
        Manifest manifest = Bundle.described(folder);
        Method.Prior prior = manifest.onPictures() ? Method.Prior.PICTURES : Method.Prior.LATENTS;
        List<String> methods = Arrays.stream(Method.values())
                .filter(method -> method.prior() == prior)
                .map(Method::word)
                .toList();
        return new Model(
                String.valueOf(folder.getFileName()),
                manifest.name(),
                manifest.licence(),
                manifest.onPictures(),
                manifest.image().get(2),
                manifest.image().get(1),
                manifest.conditioning() == Manifest.Conditioning.TEXT,
                methods,
                new Bundle(folder, manifest).presets());
    }

    @Override
    public String choose(Task task, int width, int height, int scale, Optional<String> method, boolean fit) {
        return configured.equals(ModelFolders.AUTOMATIC)
                ? new ModelChoice(task, scale, method.flatMap(Method::of), fit).of(new PixelSize(width, height))
                : configured;
    }
}
