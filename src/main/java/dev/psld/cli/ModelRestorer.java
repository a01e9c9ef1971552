package dev.psld.cli;

import dev.psld.agent.InterruptionException;
import dev.psld.agent.Made;
import dev.psld.agent.PhotoException;
import dev.psld.agent.Restorer;
import dev.psld.agent.Steps;
import dev.psld.agent.TroubleException;
import dev.psld.agent.Work;
import dev.psld.bundle.ModelFolders;
import dev.psld.config.AgentConfig;
import dev.psld.file.OutputException;
import dev.psld.ort.Ledger;
import dev.psld.ort.OrtException;
import dev.psld.ort.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Restores the photos of jobs by a model that stays loaded from one to the next. Used by one thread. */
final class ModelRestorer implements Restorer {
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
    public Made restore(Work work, Steps steps) {
        LoadedModel model = model(work);
        try {
            Made made = new JobSampling(model, config.get(), work, steps).run();
            List<String> remarks = new ArrayList<>(made.remarks());
            if (fresh) {
                remarks.add(
                        0,
                        "the model " + model.name() + " was loaded on "
                                + model.pick().line());
                fresh = false;
            }
            return new Made(made.picture(), made.sidecars(), remarks);
        } catch (InterruptionException e) {
            throw e;
        } catch (OrtException e) { // a device that is gone, or full: what is loaded cannot be trusted any more
            unload();
            throw new TroubleException(sentence(work, Problem.of(e)), true, e);
        } catch (OutputException e) {
            throw new TroubleException(sentence(work, Problem.of(e)), false, e);
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            if (problem.code() == ExitCode.MODEL || problem.code() == ExitCode.PROVIDER) {
                unload();
                throw new TroubleException(problem.sentence(), false, e);
            }
            if (problem.expected()) {
                throw new PhotoException(sentence(work, problem), e);
            }
            throw e;
        }
    }

    private LoadedModel model(Work work) {
        try {
            return choose(work);
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            boolean named =
                    problem.code() == ExitCode.MODEL && work.settings().model().isPresent();
            if (named || !problem.expected()) {
                throw named ? new PhotoException(sentence(work, problem), e) : e;
            }
            throw new TroubleException(problem.sentence(), false, e); // of every photo's
        }
    }

    /** The user's name of the photo, not where it lies while it is worked on. */
    private static String sentence(Work work, Problem problem) {
        return problem.sentence()
                .replace(work.photo().toString(), work.name())
                .replace(String.valueOf(work.photo().getParent()), work.task());
    }

    private LoadedModel choose(Work work) {
        String asked = work.settings().model().orElse(fixed.model());
        if (!asked.equals(fixed.model()) && !ModelFolders.names().contains(asked)) {
            throw new PhotoException("the settings of " + work.name() + ": there is no model “" + asked
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
            throw new TroubleException(
                    "the GPU that the photos were restored on cannot be had any more ("
                            + String.join("; ", model.pick().reasons())
                            + "): it goes on once it is back; set provider: cpu to go on without",
                    false,
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
