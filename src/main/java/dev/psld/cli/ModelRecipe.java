package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.restore.LoadedModel;
import dev.psld.restore.MemoryChoice;
import dev.psld.restore.NoModel;
import dev.psld.restore.Prior;
import dev.psld.restore.RequestedSettings;
import dev.psld.restore.Restoration;
import dev.psld.sampler.SolverSettings;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * How a command uses a model, or a method that needs none; checked before anything is loaded. Immutable.
 *
 * @param bundle empty where the method needs none
 */
record ModelRecipe(String name, Optional<Bundle> bundle, RequestedSettings.Chosen chosen) {
    /** @throws ParameterException when the options and the model do not go together */
    static ModelRecipe of(String name, SamplingOptions sampling, TaskOptions task, CommandLine command) {
        Optional<Bundle> bundle =
                name.equals(ModelFolders.NONE) ? Optional.empty() : Optional.of(ModelFolders.open(Optional.of(name)));
        if (bundle.isEmpty() || bundle.get().manifest().onPictures()) {
            sampling.requirePictures(command);
        }
        ModelRecipe recipe;
        try {
            recipe = new ModelRecipe(name, bundle, sampling.requested(task).by(bundle));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
        try {
            bundle.ifPresent(b -> Restoration.steps(b.manifest(), recipe.settings()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--steps: " + e.getMessage(), e);
        }
        return recipe;
    }

    SolverSettings settings() {
        return chosen.settings();
    }

    /** The model, to be loaded when it is needed. */
    Prior prior(Environment environment, Pick pick, MemoryChoice memory) {
        return bundle.<Prior>map(b -> new LoadedModel(b.manifest().name(), environment, b, pick, memory))
                .orElseGet(() -> new NoModel(environment));
    }
}
