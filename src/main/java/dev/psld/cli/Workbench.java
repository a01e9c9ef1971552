package dev.psld.cli;

import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.chain.ModelSessions;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.derive.ModelException;
import dev.psld.fused.FusedModel;
import dev.psld.operator.Task;
import dev.psld.ort.CacheFolder;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderException;
import dev.psld.restore.Attempt;
import dev.psld.restore.BatchPlan;
import dev.psld.restore.Draw;
import dev.psld.restore.Restoration;
import dev.psld.restore.SamplingThreads;
import dev.psld.restore.output.Destination;
import dev.psld.restore.output.Results;
import dev.psld.restore.photo.Photo;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.sampler.Settings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Restores photos with one model, which is loaded for the first photo that can be read: reads them in their order, has
 * their samples drawn as the plan says, across photos where one has too few, and writes each as soon as it is whole. Used
 * by one thread, which alone tells events and writes files; closing it closes the model, not the environment.
 */
final class Workbench implements Job.Post, AutoCloseable {
    private final Environment environment;
    private final Bundle bundle;
    private final Pick pick;
    private final Settings settings;
    private final PhotoReader reader;
    private final Destination destination;
    private final SamplingOptions options;
    private final Task task;
    private final Listener listener;
    private final Publisher publisher;
    private final SamplingThreads crew;
    private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
    private final Deque<Job.Ticket> waiting = new ArrayDeque<>();
    private final Set<Job> working = new HashSet<>();
    private BatchPlan plan;
    private Optional<ModelSessions> models = Optional.empty();
    private Optional<FusedModel> fused = Optional.empty();
    private int running;

    Workbench(
            Environment environment,
            Bundle bundle,
            Pick pick,
            BatchPlan plan,
            Settings settings,
            PhotoReader reader,
            Destination destination,
            SamplingOptions options,
            Task task,
            Listener listener) {
        this.environment = environment;
        this.bundle = bundle;
        this.pick = pick;
        this.plan = plan;
        this.settings = settings;
        this.reader = reader;
        this.destination = destination;
        this.options = options;
        this.task = task;
        this.listener = listener;
        this.publisher = new Publisher(
                bundle.manifest(), task, settings, pick.provider().word(), environment.version(), destination);
        this.crew = new SamplingThreads(plan.parallel());
    }

    /** Restores all photos and writes their files; what concerns all of them is thrown. */
    ExitCode restore(Batch batch) {
        Iterator<Path> files = batch.files().iterator();
        while (true) {
            while (running < plan.parallel()) {
                List<Job.Ticket> group = group(files, batch);
                if (group.isEmpty()) {
                    break;
                }
                start(group, batch);
            }
            if (running == 0) {
                return batch.end();
            }
            try {
                messages.take().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
    }

    @Override
    public void send(Runnable message) {
        messages.add(message);
    }

    @Override
    public void tell(Event event) {
        listener.tell(event);
    }

    /** The next samples to draw at once; reads as many photos as that takes. */
    private List<Job.Ticket> group(Iterator<Path> files, Batch batch) {
        while (waiting.size() < plan.batch() && files.hasNext()) {
            admit(files.next(), batch);
        }
        List<Job.Ticket> group = new ArrayList<>();
        while (group.size() < plan.batch() && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void admit(Path file, Batch batch) {
        long began = System.nanoTime();
        String name = file.toString();
        try {
            Results results = new Results(file, destination, options.samples);
            results.requireFree(options.previewEvery, Restoration.steps(bundle.manifest(), settings));
            Photo photo = reader.read(file);
            tell(new Event.Started(
                    name, task.word(), Restoration.steps(bundle.manifest(), settings) * options.samples));
            photo.remarks().forEach(remark -> tell(new Event.Remark(name, remark)));
            Job job = new Job(file, photo, results, options.samples, began, this);
            load();
            working.add(job);
            waiting.addAll(job.tickets());
        } catch (RuntimeException | OutOfMemoryError e) {
            batch.failed(file, e);
        }
    }

    private void start(List<Job.Ticket> group, Batch batch) {
        List<Draw> draws = group.stream()
                .map(ticket -> ticket.job().draw(ticket.sample(), settings.seed(), options.previewEvery))
                .toList();
        Restoration restoration = new Restoration(models.orElseThrow(), fused, options.engine, pick, settings);
        running++;
        crew.start(() -> {
            try {
                List<Attempt> attempts = restoration.restore(draws);
                send(() -> took(group, attempts, batch));
            } catch (Error e) { // such as no memory: it ends the run, on the thread that can
                send(() -> {
                    throw e;
                });
            }
        });
    }

    private void took(List<Job.Ticket> group, List<Attempt> attempts, Batch batch) {
        running--;
        for (int i = 0; i < group.size(); i++) {
            Job job = group.get(i).job();
            if (job.took(group.get(i).sample(), attempts.get(i))) {
                working.remove(job);
                finish(job, batch);
            }
        }
    }

    private void finish(Job job, Batch batch) {
        try {
            job.failed().ifPresent(e -> {
                throw e;
            });
            batch.finished(publisher.publish(job, this), job.began());
        } catch (RuntimeException | OutOfMemoryError e) {
            batch.failed(job.file(), e);
        }
    }

    /** Loads the model at the first call; where ONNX Runtime refuses it, it does so for every photo. */
    private void load() {
        if (models.isEmpty()) {
            try {
                loadAsPlanned();
            } catch (OrtException e) {
                throw new ProviderException(pick.provider(), e);
            }
        }
    }

    /** For the plan, or for single pictures where the model's graphs cannot take several. */
    private void loadAsPlanned() {
        if (plan.batch() == 1
                && options.engine.fuses(pick.provider(), Restoration.steps(bundle.manifest(), settings))) {
            fused = Optional.of(FusedModel.load(environment, bundle, pick));
            models = Optional.of(ModelSessions.onDemand(environment, bundle, pick));
            return;
        }
        if (plan.batch() > 1) {
            try {
                models = Optional.of(ModelSessions.load(
                        environment,
                        BatchedGraphs.of(
                                environment,
                                bundle,
                                plan.batch(),
                                CacheFolder.path().resolve("batched")),
                        pick));
                return;
            } catch (ModelException e) {
                tell(new Event.Remark("", e.getMessage() + "; pictures are drawn one by one"));
                plan = plan.single();
            }
        }
        models = Optional.of(ModelSessions.load(environment, bundle, pick));
    }

    @Override
    public void close() {
        working.forEach(job -> job.stop(new CancellationException("the run ended")));
        crew.close();
        fused.ifPresent(FusedModel::close);
        models.ifPresent(ModelSessions::close);
    }
}
