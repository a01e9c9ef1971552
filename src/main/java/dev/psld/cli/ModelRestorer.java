package dev.psld.cli;

import dev.psld.bundle.ModelFolders;
import dev.psld.config.AgentConfig;
import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.job.InterruptionException;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.job.Restorer;
import dev.psld.ort.Ledger;
import dev.psld.ort.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Restores the photos of jobs by a model that stays loaded from one to the next. Used by one thread. */
final class ModelRestorer implements Restorer {
    /** After these what is loaded cannot be trusted any more: a device is gone, or full, or a file damaged. */
    private static final Set<Fault> DOUBTFUL = Set.of(Fault.RUNTIME, Fault.MODEL, Fault.PROVIDER);

    private final AgentConfig fixed;
    private final Supplier<AgentConfig> config;
    private volatile Optional<LoadedModel> loaded = Optional.empty();
    private boolean onGpu;
    private boolean fresh;

    /**
     * @param fixed says what to load, and on what
     * @param config says the rest, as it is now: it may change between jobs
     */
    ModelRestorer(AgentConfig fixed, Supplier<AgentConfig> config) {
        this.fixed = fixed;
        this.config = config;
    }

    @Override
    public RestoreResult restore(RestoreRequest work, JobSteps steps) {
        LoadedModel model = model(work);
        try {
            RestoreResult made = new JobSampling(model, config.get(), work, steps).run();
            List<String> remarks = new ArrayList<>(made.remarks());
            if (fresh) {
                remarks.add(
                        0,
                        "the model " + model.name() + " was loaded on "
                                + model.pick().line());
                fresh = false;
            }
            return new RestoreResult(made.picture(), made.sidecars(), remarks);
        } catch (InterruptionException e) {
            throw e;
        } catch (FaultException e) {
            if (DOUBTFUL.contains(e.fault())) {
                unload();
            }
            throw new RestoreException(e.fault(), sentence(work, e), e);
        }
    }

    private LoadedModel model(RestoreRequest work) {
        try {
            return choose(work);
        } catch (FaultException e) {
            boolean named = e.fault() == Fault.MODEL && work.settings().model().isPresent();
            if (named) {
                throw new RestoreException(Fault.PHOTO, sentence(work, e), e);
            }
            // Whatever it is, it is every photo's.
            throw new RestoreException(e.fault() == Fault.RUNTIME ? Fault.PROVIDER : e.fault(), e.sentence(), e);
        }
    }

    /** The user's name of the photo, not where it lies while it is worked on. */
    private static String sentence(RestoreRequest work, FaultException problem) {
        return problem.sentence()
                .replace(work.photo().toString(), work.name())
                .replace(String.valueOf(work.photo().getParent()), work.task());
    }

    private LoadedModel choose(RestoreRequest work) {
        String asked = work.settings().model().orElse(fixed.model());
        if (!asked.equals(fixed.model()) && !ModelFolders.names().contains(asked)) {
            throw new RestoreException(
                    Fault.PHOTO,
                    "the settings of " + work.name() + ": there is no model “" + asked
                            + "” here; name one that ‘psld models’ lists");
        }
        if (loaded.isPresent() && !loaded.get().name().equals(asked)) {
            unload();
        }
        if (loaded.isEmpty()) {
            LoadedModel model = LoadedModel.load(fixed, asked);
            requireGpu(model);
            loaded = Optional.of(model);
            fresh = true;
        }
        return loaded.get();
    }

    /** An agent that began on a GPU does not go on many times slower when that is gone: it waits until it is back. */
    private void requireGpu(LoadedModel model) {
        boolean cpu = model.pick().provider() == Provider.CPU;
        if (cpu && onGpu) {
            model.close();
            throw new RestoreException(
                    Fault.PROVIDER,
                    "the GPU that the photos were restored on cannot be had any more ("
                            + String.join("; ", model.pick().reasons())
                            + "): it goes on once it is back; set provider: cpu to go on without",
                    new IllegalStateException(model.pick().line()));
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
            for (Ledger.Kind kind : Ledger.Kind.values()) {
                open.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        model.environment().ledger().live(kind));
            }
        });
        return open;
    }

    @Override
    public void unload() {
        loaded.ifPresent(LoadedModel::close);
        loaded = Optional.empty();
    }

    @Override
    public void close() {
        unload();
    }
}
