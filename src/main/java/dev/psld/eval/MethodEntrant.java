package dev.psld.eval;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelFolders;
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
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.SolverSettings;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One of the program's methods, with the settings of its presets and one picture at a time, told how much noise there is. Used
 * by one thread; the environment stays the caller's.
 */
public final class MethodEntrant implements Entrant {
    private final Method method;
    private final Optional<Bundle> bundle;
    private final OptionalInt steps;
    private final Optional<Path> presets;
    private final Environment environment;
    private final Pick pick;

    /**
     * @param model name of a bundle, for methods of its kind; empty for the one that comes with the program
     * @param steps in place of the presets'
     * @param presets a user's file of them
     */
    public MethodEntrant(
            Method method,
            Optional<String> model,
            OptionalInt steps,
            Optional<Path> presets,
            Environment environment,
            Pick pick) {
        this.method = method;
        this.bundle = switch (method.prior()) {
            case NONE -> Optional.empty();
            case PICTURES -> Optional.of(opened(model, ModelFolders.PHOTOS, true));
            case LATENTS -> Optional.of(opened(model, ModelFolders.PORTRAITS, false));
        };
        this.steps = steps;
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
        return method.word();
    }

    @Override
    public boolean draws() {
        return !method.deterministic();
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
            return size(subject);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private RequestedSettings.Chosen chosen(EvaluatedTask task, long seed) {
        return new RequestedSettings(
                        task.task(),
                        Optional.of(method),
                        Mode.STABLE,
                        method.prior() == Method.Prior.NONE && method != Method.ADMM_TV ? OptionalInt.empty() : steps,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        1,
                        OptionalDouble.of(task.sigma()),
                        seed,
                        presets,
                        RequestedPrompt.NONE)
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

    /** Why a model cannot take pictures of a size; empty where it can. */
    private Optional<String> size(Subject subject) {
        Optional<Manifest> fixed = bundle.map(Bundle::manifest).filter(m -> !m.onPictures());
        return fixed.filter(
                        m -> m.image().get(1) != subject.height() || m.image().get(2) != subject.width())
                .map(m -> "the model " + m.name() + " makes pictures of "
                        + m.image().get(2) + "×" + m.image().get(1) + ", and this one has " + subject.width() + "×"
                        + subject.height());
    }

    /** Passes on how each photo ended, with the most memory that the process had meanwhile. */
    private record Passing(IdentityHashMap<PhotoTask, Order> open, Receiver receiver, SolverSettings settings)
            implements RunListener {
        @Override
        public void started(PhotoTask task, int steps, List<String> remarks) {
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
