package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.sampler.SolverSettings;
import java.util.List;
import java.util.Optional;

/** No model: for methods that need none, on the CPU. Immutable; it holds nothing, and closing it changes nothing. */
public record NoModel(Environment environment) implements Prior {
    /** What formulae run on. */
    public static final Pick PICK = new Pick(Provider.CPU, List.of(), List.of());

    @Override
    public String name() {
        return ModelFolders.NONE;
    }

    @Override
    public Optional<Bundle> bundle() {
        return Optional.empty();
    }

    @Override
    public Pick pick() {
        return PICK;
    }

    @Override
    public boolean holds(BatchPlan plan, Stepping stepping, SolverSettings settings) {
        return true;
    }

    @Override
    public void load(BatchPlan plan, Stepping stepping, SolverSettings settings) {
        // there is nothing to load
    }

    @Override
    public Restoration restoration(Stepping stepping, SolverSettings settings) {
        return new ClassicalRestoration(settings);
    }

    @Override
    public double secondsPerMegapixel() {
        return 0;
    }

    @Override
    public void close() {
        // the environment is its maker's
    }
}
