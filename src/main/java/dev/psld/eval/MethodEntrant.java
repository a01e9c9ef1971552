package dev.psld.eval;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.derive.ModelException;
import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.host.SystemMemory;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.picture.Blending;
import dev.psld.picture.Feather;
import dev.psld.restore.BatchPlan;
import dev.psld.restore.LoadedModel;
import dev.psld.restore.NoModel;
import dev.psld.restore.PhotoTask;
import dev.psld.restore.Prior;
import dev.psld.restore.RequestedPrompt;
import dev.psld.restore.RequestedSettings;
import dev.psld.restore.RestoreRun;
import dev.psld.restore.RestoredPhoto;
import dev.psld.restore.RunListener;
import dev.psld.restore.Stepping;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.PhotoOptions;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.PictureSize;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.SolverSettings;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One of the program's methods, with the settings of its presets and one picture at a time, told how much noise there is. Used
 * by one thread; the environment stays the caller's.
 */
public final class MethodEntrant implements Entrant {
    private final MethodVariant variant;
    private final Optional<Bundle> bundle;
    private final Optional<Path> presets;
    private final Environment environment;
    private final Pick pick;

    /**
     * @param model name of a bundle, for methods of its kind; empty for the one that comes with the program
     * @param presets a user's file of them
     */
    public MethodEntrant(
            MethodVariant variant, Optional<String> model, Optional<Path> presets, Environment environment, Pick pick) {
        this.variant = variant;
        this.bundle = switch (variant.method().prior()) {
            case NONE -> Optional.empty();
            case PICTURES -> Optional.of(opened(model, ModelFolders.PHOTOS, true));
            case LATENTS -> Optional.of(opened(model, ModelFolders.PORTRAITS, false));
        };
        this.presets = presets;
        this.environment = environment;
        this.pick = pick;
    }

    private static Bundle opened(Optional<String> model, String shipped, boolean pictures) {
        Optional<Bundle> asked = model.map(name -> ModelFolders.open(Optional.of(name)))
                .filter(b -> b.manifest().onPictures() == pictures);
        return asked.orElseGet(() -> ModelFolders.open(Optional.of(shipped)));
    }

    @Override
    public String name() {
        return variant.name();
    }

    @Override
    public boolean draws() {
        return !variant.method().deterministic();
    }

    @Override
    public String identity(EvaluatedTask task) {
        return chosen(task, 0).settings() + " "
                + bundle.map(b -> b.manifest().files().toString()).orElse("");
    }

    @Override
    public Optional<String> refusal(EvaluatedTask task, Subject subject) {
        try {
            chosen(task, 0);
            return bundle.map(Bundle::manifest)
                    .filter(m -> !m.onPictures())
                    .flatMap(m -> LatentSize.refusal(m, subject));
        } catch (IllegalArgumentException | ModelException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private RequestedSettings.Chosen chosen(EvaluatedTask task, long seed) {
        return new RequestedSettings(
                        task.task(),
                        Optional.of(variant.method()),
                        variant.mode(),
                        variant.steps(),
                        variant.gamma(),
                        variant.omega(),
                        1,
                        OptionalDouble.of(task.sigma()),
                        seed,
                        presets,
                        RequestedPrompt.NONE,
                        variant.plugIns())
                .by(bundle);
    }

    @Override
    public void restore(EvaluatedTask task, List<Order> orders, Receiver receiver) {
        RequestedSettings.Chosen chosen = chosen(task, 0);
        PhotoReader reader = new PhotoReader(
                new PhotoOptions(
                        task.recipe(chosen.lift()),
                        Optional.empty(),
                        false,
                        new Blending(0, Feather.NONE),
                        Optional.empty(),
                        true,
                        PictureSize.of(bundle.map(Bundle::manifest), false),
                        false),
                environment);
        IdentityHashMap<PhotoTask, Order> open = new IdentityHashMap<>();
        try (Prior prior = prior();
                RestoreRun run = new RestoreRun(
                        prior, new BatchPlan(1, 1), Stepping.AUTO, new Passing(open, receiver, chosen.settings()))) {
            run.restore(orders.stream()
                    .map(order -> {
                        PhotoTask photo = photo(task, order, reader);
                        open.put(photo, order);
                        return photo;
                    })
                    .iterator());
        }
    }

    private Prior prior() {
        return bundle.<Prior>map(b -> new LoadedModel(b.manifest().name(), environment, b, pick))
                .orElseGet(() -> new NoModel(environment));
    }

    private PhotoTask photo(EvaluatedTask task, Order order, PhotoReader reader) {
        Path file = order.measured().file();
        return new PhotoTask(
                file,
                ShownNames.of(file),
                task.task().word(),
                reader,
                chosen(task, order.seed()).settings(),
                1,
                0,
                Destination.of(order.file(), List.of(file), true),
                Optional.empty(),
                (step, steps) -> {},
                Optional.empty());
    }

    /** Passes on how each photo ended, with the most memory that the process had meanwhile. */
    private record Passing(IdentityHashMap<PhotoTask, Order> open, Receiver receiver, SolverSettings settings)
            implements RunListener {
        @Override
        public void started(PhotoTask task, int steps, List<String> remarks) {
            System.gc(); // what earlier cells left lying is none of this one's
            SystemMemory.system().forgetPeak();
        }

        @Override
        public void finished(PhotoTask task, RestoredPhoto photo) {
            receiver.made(
                    Objects.requireNonNull(open.get(task)),
                    new Made(
                            photo.seconds(),
                            settings.networkCalls(),
                            SystemMemory.system().peakResident().orElse(0)));
        }

        @Override
        public void failed(PhotoTask task, Throwable thrown) {
            if (thrown instanceof FaultException e && e.fault() != Fault.PHOTO && e.fault() != Fault.GRAPH) {
                throw e; // what fails every other picture too
            }
            receiver.failed(Objects.requireNonNull(open.get(task)), thrown);
        }
    }
}
