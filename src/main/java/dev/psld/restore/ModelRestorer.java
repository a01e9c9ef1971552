package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.config.AgentConfig;
import dev.psld.derive.ModelException;
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
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import dev.psld.sampler.SolverSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Restores the photos of jobs by a model that stays loaded from one to the next. Thread-safe: jobs that want the same graphs of
 * the same model are drawn at once, on as many threads as one job would have; others wait until those have ended.
 */
public final class ModelRestorer implements Restorer {
    /** After these what is loaded cannot be trusted any more: a device is gone, or full, or a file damaged. */
    private static final Set<Fault> DOUBTFUL = Set.of(Fault.RUNTIME, Fault.MODEL, Fault.PROVIDER);

    private final AgentConfig fixed;
    private final Supplier<AgentConfig> config;
    private final SystemMemory memory = SystemMemory.system();
    private final SharedPrior shared = new SharedPrior(this::open);
    private final SamplingThreads threads;
    private volatile Optional<Prior> told = Optional.empty();
    private boolean onGpu;

    /**
     * @param fixed says what to load, and on what
     * @param config says the rest, as it is now: it may change between jobs
     */
    public ModelRestorer(AgentConfig fixed, Supplier<AgentConfig> config) {
        this.fixed = fixed;
        this.config = config;
        this.threads = new SamplingThreads(processors());
    }

    @Override
    public RestoreResult restore(RestoreRequest request, JobSteps steps) {
        Prior named = take(request, () -> name(request), steps, prior -> true, prior -> {});
        JobRecipe recipe;
        BatchPlan plan;
        try {
            recipe = JobRecipe.of(request, named.bundle(), config.get());
            plan = plan(
                    named,
                    recipe.samples(),
                    LatentMemory.predictions(recipe.chosen().settings()));
        } finally {
            shared.release();
        }
        Prior model = take(
                request,
                named::name,
                steps,
                prior -> prior.holds(plan, Stepping.AUTO, recipe.chosen().settings()),
                prior -> load(prior, plan, recipe.chosen().settings()));
        try {
            return draw(model, request, recipe, plan, steps);
        } catch (FaultException e) {
            if (DOUBTFUL.contains(e.fault())) {
                shared.distrust();
            }
            throw e;
        } finally {
            shared.release();
        }
    }

    private RestoreResult draw(Prior model, RestoreRequest request, JobRecipe recipe, BatchPlan plan, JobSteps steps) {
        LiveView view = new LiveView(request.view(), System::nanoTime);
        JobOutcome outcome = new JobOutcome(view);
        if (model.bundle().isPresent() && told.filter(prior -> prior == model).isEmpty()) {
            outcome.remark("the model " + model.name() + " was loaded on "
                    + model.pick().line());
        }
        PhotoTask task = recipe.task(request, model, plan, config.get().pace().checkpointEvery(), steps, view);
        try (RestoreRun restoring = new RestoreRun(model, plan, Stepping.AUTO, recipe.limit(), threads, outcome)) {
            restoring.restore(List.of(task).iterator());
        }
        RestoreResult result = outcome.result();
        told = Optional.of(model);
        return result;
    }

    private BatchPlan plan(Prior prior, int pictures, int predictions) {
        return BatchPlan.of(
                0,
                prior.pick().provider(),
                prior.manifest(),
                pictures,
                processors(),
                memory.available().orElse(BatchPlan.ASSUMED_MEMORY),
                predictions);
    }

    private int processors() {
        return fixed.compute().threads() > 0
                ? fixed.compute().threads()
                : Runtime.getRuntime().availableProcessors();
    }

    /** While nobody uses the prior. Graphs that take no batch are the run's to find a way around. */
    private static void load(Prior prior, BatchPlan plan, SolverSettings settings) {
        try {
            prior.load(plan, Stepping.AUTO, settings);
        } catch (ModelException e) {
            if (plan.batch() == 1) {
                throw e;
            }
        }
    }

    @Override
    public int parallel() {
        return shared.loaded()
                .map(prior -> plan(prior, Integer.MAX_VALUE, 1).parallel())
                .orElse(1);
    }

    private Prior take(
            RestoreRequest request,
            Supplier<String> name,
            JobSteps steps,
            Predicate<Prior> ready,
            Consumer<Prior> load) {
        try {
            return shared.take(name.get(), ready, load, steps::ending);
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

    /** Of the prior that a request is to be restored by. */
    private String name(RestoreRequest request) {
        String named = request.settings().model().orElse(fixed.compute().model());
        if (!named.equals(fixed.compute().model()) && !ModelFolders.names().contains(named)) {
            throw new RestoreException(
                    Fault.PHOTO,
                    "the settings of " + request.name() + ": there is no model “" + named
                            + "” here; name one that ‘psld models’ lists");
        }
        ModelChoice choice = JobRecipe.choice(request, config.get());
        return named.equals(ModelFolders.AUTOMATIC) || choice.needsNone() ? choice.of(request.photo()) : named;
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
        return shared.loaded().isPresent();
    }

    @Override
    public Map<String, Long> natives() {
        return shared.natives();
    }

    @Override
    public void unload() {
        shared.close();
    }

    @Override
    public void close() {
        threads.close();
        shared.close();
    }
}
