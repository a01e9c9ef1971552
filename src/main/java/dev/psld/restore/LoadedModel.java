package dev.psld.restore;

import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.chain.DenoiserSession;
import dev.psld.chain.MemoryUse;
import dev.psld.chain.ModelSessions;
import dev.psld.derive.ModelException;
import dev.psld.derive.PrecisionProbe;
import dev.psld.fused.FusedModel;
import dev.psld.host.SystemMemory;
import dev.psld.ort.CacheFolder;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderException;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import java.util.List;
import java.util.Optional;

/**
 * A model in memory, ready for any number of photos. It holds the graphs of one plan at a time, so that weights are never
 * held twice: those for single pictures, for a batch, or for whole steps; another plan frees them. Loaded by one thread
 * while nothing is drawn; what it gives is thread-safe. Closing it frees the sessions; the environment stays its maker's.
 */
public final class LoadedModel implements Prior {
    /** One part of so many of the memory that is free is for the tapes of windows. */
    private static final int FOR_TAPES = 4;

    private final String name;
    private final Environment environment;
    private final Bundle bundle;
    private final Pick pick;
    private final PromptConditions prompts;
    private final MemoryChoice memory;
    private Optional<Kind> kind = Optional.empty();
    private long tapeMemory;
    private Optional<ModelSessions> sessions = Optional.empty();
    private Optional<FusedModel> fused = Optional.empty();
    private Optional<DenoiserSession> denoiser = Optional.empty();

    /** One that takes the memory that is there. */
    public LoadedModel(String name, Environment environment, Bundle bundle, Pick pick) {
        this(name, environment, bundle, pick, MemoryChoice.AUTO);
    }

    /** @param name as it was asked for */
    public LoadedModel(String name, Environment environment, Bundle bundle, Pick pick, MemoryChoice memory) {
        this.memory = memory;
        this.name = name;
        this.environment = environment;
        this.bundle = bundle;
        this.pick = suited(environment, bundle, pick);
        this.prompts = new PromptConditions(environment, bundle);
    }

    /**
     * The pick for the graphs of a bundle: TensorRT keeps its engines by model, and computes those of half precision in half
     * where a small net says that it can.
     */
    private static Pick suited(Environment environment, Bundle bundle, Pick pick) {
        if (pick.provider() != Provider.TENSORRT) {
            return pick;
        }
        Pick own = pick.of(bundle.identity());
        boolean half = bundle.manifest().precision() == Manifest.Precision.FP16
                && PrecisionProbe.of(environment, pick).halves();
        return half ? own.inHalfPrecision() : own;
    }

    /** Which graphs are in memory. */
    private record Kind(int batch, boolean whole, MemoryUse memory, int predictions, boolean guided) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public Pick pick() {
        return pick;
    }

    @Override
    public Optional<Bundle> bundle() {
        return Optional.of(bundle);
    }

    @Override
    public boolean holds(BatchPlan plan, Stepping stepping, SolverSettings settings) {
        return kind.filter(loaded -> loaded.predictions() >= LatentMemory.predictions(settings))
                .filter(loaded -> loaded.guided() || !LatentMemory.guided(settings))
                .filter(loaded -> kind(plan, stepping, settings, loaded.memory(), loaded.predictions(), loaded.guided())
                        .equals(loaded))
                .isPresent();
    }

    @Override
    public void load(BatchPlan plan, Stepping stepping, SolverSettings settings) {
        if (holds(plan, stepping, settings)) {
            return;
        }
        close();
        int predictions = LatentMemory.predictions(settings);
        Kind wanted =
                kind(plan, stepping, settings, memoryUse(plan, settings), predictions, LatentMemory.guided(settings));
        requireParts(stepping, settings);
        try {
            if (bundle.manifest().onPictures()) {
                denoiser = Optional.of(DenoiserSession.load(environment, bundle, pick));
            } else if (wanted.whole()) {
                fused = Optional.of(FusedModel.load(environment, bundle, pick));
                sessions = Optional.of(ModelSessions.onDemand(environment, bundle, pick));
            } else if (wanted.memory() == MemoryUse.LOW) {
                sessions = Optional.of(ModelSessions.inTurn(environment, bundle));
            } else if (wanted.batch() > 1) {
                BatchedGraphs graphs = BatchedGraphs.of(
                        environment, bundle, wanted.batch(), CacheFolder.path().resolve("batched"));
                sessions = Optional.of(ModelSessions.load(environment, graphs, pick));
            } else {
                sessions = Optional.of(ModelSessions.load(environment, bundle, pick));
            }
            kind = Optional.of(wanted);
            tapeMemory = SystemMemory.system().available().orElse(BatchPlan.ASSUMED_MEMORY)
                    / (FOR_TAPES * (long) plan.parallel());
        } catch (OrtException e) {
            throw new ProviderException(pick.provider(), e);
        }
    }

    /** What fits now, for one picture at a time; batches are made for memory that they were planned for. */
    private MemoryUse memoryUse(BatchPlan plan, SolverSettings settings) {
        return plan.batch() > 1 || bundle.manifest().onPictures()
                ? MemoryUse.FAST
                : memoryPlan(settings).use();
    }

    private LatentMemory memoryPlan(SolverSettings settings) {
        return LatentMemory.of(
                bundle,
                memory,
                pick.provider(),
                SystemMemory.system().available().orElse(BatchPlan.ASSUMED_MEMORY),
                settings);
    }

    /** One graph a step knows one decoder. */
    private void requireParts(Stepping stepping, SolverSettings settings) {
        if (stepping == Stepping.FUSED && LatentMemory.guided(settings)) {
            throw new ModelException("the model " + bundle.manifest().name()
                    + " guides by its small decoder, and one graph a step has the full one: leave --engine fused out, or"
                    + " give --full-decoder-steps all");
        }
    }

    private Kind kind(
            BatchPlan plan,
            Stepping stepping,
            SolverSettings settings,
            MemoryUse use,
            int predictions,
            boolean guided) {
        boolean whole = use == MemoryUse.FAST
                && settings instanceof Settings latent
                && latent.plugIns().none()
                && settings.method().glues()
                && bundle.manifest().differentiated()
                && plan.batch() == 1
                && stepping.fuses(pick.provider(), Restoration.steps(bundle.manifest(), settings));
        return new Kind(plan.batch(), whole, use, predictions, guided);
    }

    @Override
    public Restoration restoration(Stepping stepping, SolverSettings settings) {
        return settings instanceof PictureSettings pictures
                ? new PictureRestoration(denoiser.orElseThrow(), pictures)
                : new LatentRestoration(
                        sessions.orElseThrow(),
                        fused,
                        stepping,
                        pick,
                        (Settings) settings,
                        prompts.of(settings),
                        tapeMemory);
    }

    @Override
    public List<String> remarks(SolverSettings settings) {
        return prompts.remarks(settings);
    }

    @Override
    public double secondsPerMegapixel() {
        List<Integer> image = bundle.manifest().image();
        double window = denoiser.map(DenoiserSession::seconds)
                .orElseGet(() -> sessions.orElseThrow().seconds(pick));
        return window * 1e6 / (image.get(1) * image.get(2));
    }

    @Override
    public void close() {
        fused.ifPresent(FusedModel::close);
        sessions.ifPresent(ModelSessions::close);
        denoiser.ifPresent(DenoiserSession::close);
        fused = Optional.empty();
        sessions = Optional.empty();
        denoiser = Optional.empty();
        kind = Optional.empty();
    }
}
