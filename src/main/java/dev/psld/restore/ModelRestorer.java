package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.config.AgentConfig;
import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.host.SystemMemory;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.job.Restorer;
import dev.psld.ort.Environment;
import dev.psld.ort.EnvironmentOptions;
import dev.psld.ort.NativeCounts;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Restores the photos of jobs by a model that stays loaded from one to the next. Used by one thread. */
public final class ModelRestorer implements Restorer {
    /** After these what is loaded cannot be trusted any more: a device is gone, or full, or a file damaged. */
    private static final Set<Fault> DOUBTFUL = Set.of(Fault.RUNTIME, Fault.MODEL, Fault.PROVIDER);

    private final AgentConfig fixed;
    private final Supplier<AgentConfig> config;
    private final SystemMemory memory = SystemMemory.system();
    private volatile Optional<Prior> loaded = Optional.empty();
    private boolean onGpu;
    private boolean fresh;

    /**
     * @param fixed says what to load, and on what
     * @param config says the rest, as it is now: it may change between jobs
     */
    public ModelRestorer(AgentConfig fixed, Supplier<AgentConfig> config) {
        this.fixed = fixed;
        this.config = config;
    }

    @Override
    public RestoreResult restore(RestoreRequest request, JobSteps steps) {
        Prior model = model(request);
        try {
            LiveView view = new LiveView(request.view(), System::nanoTime);
            JobOutcome outcome = new JobOutcome(view);
            if (fresh) {
                String on = model.pick().line();
                model.bundle().ifPresent(b -> outcome.remark("the model " + model.name() + " was loaded on " + on));
            }
            JobRecipe recipe = JobRecipe.of(request, model.bundle(), config.get());
            BatchPlan plan = BatchPlan.of(
                    0,
                    model.pick().provider(),
                    model.manifest(),
                    recipe.samples(),
                    threads(),
                    memory.available().orElse(BatchPlan.ASSUMED_MEMORY));
            PhotoTask task =
                    recipe.task(request, model, plan, config.get().pace().checkpointEvery(), steps, view);
            try (RestoreRun restoring = new RestoreRun(model, plan, Stepping.AUTO, outcome)) {
                restoring.restore(List.of(task).iterator());
            }
            RestoreResult result = outcome.result();
            fresh = false;
            return result;
        } catch (FaultException e) {
            if (DOUBTFUL.contains(e.fault())) {
                unload();
            }
            throw e;
        }
    }

    private int threads() {
        return fixed.compute().threads() > 0
                ? fixed.compute().threads()
                : Runtime.getRuntime().availableProcessors();
    }

    private Prior model(RestoreRequest request) {
        try {
            return choose(request);
        } catch (FaultException e) {
            boolean named =
                    e.fault() == Fault.MODEL && request.settings().model().isPresent();
            if (named) {
                throw new RestoreException(Fault.PHOTO, "the settings of " + request.name() + ": " + e.sentence(), e);
            }
            // Whatever it is, it is every photo's.
            throw new RestoreException(e.fault() == Fault.RUNTIME ? Fault.PROVIDER : e.fault(), e.sentence(), e);
        }
    }

    private Prior choose(RestoreRequest request) {
        String named = request.settings().model().orElse(fixed.compute().model());
        if (!named.equals(fixed.compute().model()) && !ModelFolders.names().contains(named)) {
            throw new RestoreException(
                    Fault.PHOTO,
                    "the settings of " + request.name() + ": there is no model “" + named
                            + "” here; name one that ‘psld models’ lists");
        }
        ModelChoice choice = JobRecipe.choice(request, config.get());
        String asked = named.equals(ModelFolders.AUTOMATIC) || choice.needsNone() ? choice.of(request.photo()) : named;
        if (loaded.isPresent() && !loaded.get().name().equals(asked)) {
            unload();
        }
        if (loaded.isEmpty()) {
            loaded = Optional.of(open(asked));
            fresh = true;
        }
        return loaded.get();
    }

    private Prior open(String name) {
        boolean none = name.equals(ModelFolders.NONE);
        Optional<Bundle> bundle = none ? Optional.empty() : Optional.of(ModelFolders.open(Optional.of(name)));
        EnvironmentOptions options = EnvironmentOptions.defaults()
                .withThreads(fixed.compute().threads())
                .withSpinning(fixed.compute().spin());
        Environment environment = Environment.open(
                fixed.compute().ortLib().map(options::withLibraryFolder).orElse(options));
        if (bundle.isEmpty()) {
            return new NoModel(environment);
        }
        try {
            Pick pick = ProviderLadder.pick(
                    environment, fixed.compute().provider().map(Provider::parse), ProviderSettings.defaults());
            requireGpu(pick);
            return new LoadedModel(name, environment, bundle.get(), pick);
        } catch (RuntimeException e) {
            environment.close();
            throw e;
        }
    }

    /** An agent that began on a GPU does not go on many times slower when that is gone: it waits until it is back. */
    private void requireGpu(Pick pick) {
        boolean cpu = pick.provider() == Provider.CPU;
        if (cpu && onGpu) {
            throw new RestoreException(
                    Fault.PROVIDER,
                    "the GPU that the photos were restored on cannot be had any more ("
                            + String.join("; ", pick.reasons())
                            + "): it goes on once it is back; set provider: cpu to go on without");
        }
        onGpu |= !cpu;
    }

    @Override
    public boolean loaded() {
        return loaded.isPresent();
    }

    @Override
    public Map<String, Long> natives() {
        Map<String, Long> open = new TreeMap<>();
        loaded.ifPresent(model -> {
            for (NativeCounts.Kind kind : NativeCounts.Kind.values()) {
                open.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        model.environment().nativeCounts().live(kind));
            }
        });
        return open;
    }

    @Override
    public void unload() {
        loaded.ifPresent(model -> {
            model.close();
            model.environment().close();
        });
        loaded = Optional.empty();
    }

    @Override
    public void close() {
        unload();
    }
}
