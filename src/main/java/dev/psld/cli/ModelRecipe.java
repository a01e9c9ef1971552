package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.chain.WindowChoice;
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
        Optional<Bundle> bundle = name.equals(ModelFolders.NONE)
                ? Optional.empty()
                : Optional.of(windowed(ModelFolders.open(Optional.of(name)), sampling, command));
        if (bundle.isEmpty() && sampling.tile.isPresent()) {
            throw new ParameterException(
                    command, "--tile says nothing about a method that needs no model: leave it out");
        }
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

    private static Bundle windowed(Bundle bundle, SamplingOptions sampling, CommandLine command) {
        try {
            return sampling.tile.map(side -> WindowChoice.of(bundle, side)).orElse(bundle);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--tile: " + e.getMessage(), e);
        }
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
