package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.chain.ModelSessions;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.cli.photo.Destination;
import dev.psld.cli.restore.Outcome;
import dev.psld.cli.restore.Photo;
import dev.psld.cli.restore.PhotoReader;
import dev.psld.cli.restore.Progress;
import dev.psld.cli.restore.Report;
import dev.psld.cli.restore.Restoration;
import dev.psld.cli.restore.Results;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.picture.Picture;
import dev.psld.sampler.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Restores photos one after another with one model, which is loaded for the first photo that can be read. Used by one
 * thread; closing it closes the model, not the environment.
 */
final class Workbench implements AutoCloseable {
    private final Environment environment;
    private final Bundle bundle;
    private final Pick pick;
    private final Settings settings;
    private final PhotoReader reader;
    private final Destination destination;
    private final SamplingOptions options;
    private final Task task;
    private final Listener listener;
    private Optional<ModelSessions> models = Optional.empty();

    Workbench(
            Environment environment,
            Bundle bundle,
            Pick pick,
            Settings settings,
            PhotoReader reader,
            Destination destination,
            SamplingOptions options,
            Task task,
            Listener listener) {
        this.environment = environment;
        this.bundle = bundle;
        this.pick = pick;
        this.settings = settings;
        this.reader = reader;
        this.destination = destination;
        this.options = options;
        this.task = task;
        this.listener = listener;
    }

    /** Restores one photo and writes all its files. */
    Event.Finished restore(Path file) {
        long start = System.nanoTime();
        String name = file.toString();
        Results results = new Results(file, destination, options.samples);
        results.requireFree();
        Photo photo = reader.read(file);
        listener.tell(
                new Event.Started(name, task.word(), Restoration.steps(bundle.manifest(), settings) * options.samples));
        photo.remarks().forEach(remark -> listener.tell(new Event.Remark(name, remark)));
        Restoration restoration = new Restoration(models(), pick, settings);
        List<Picture> drawn = new ArrayList<>();
        List<Report.Drawn> lines = new ArrayList<>();
        for (int k = 1; k <= options.samples; k++) {
            Outcome outcome = restoration.restore(photo, settings.seed() + k - 1, progress(name, results, photo, k));
            drawn.add(photo.finish(outcome.samples()));
            lines.add(new Report.Drawn(
                    results.sample(k).toString(), outcome.seed(), present(outcome.residual()), outcome.stages()));
        }
        List<Path> files = new ArrayList<>(results.write(photo, drawn, provenance()));
        report(file, results, photo, lines, (System.nanoTime() - start) / 1e9)
                .write(results.report(), destination.overwrite());
        files.add(results.report());
        OptionalDouble residual =
                lines.stream().flatMapToDouble(line -> line.residual().stream()).average();
        return new Event.Finished(name, files.stream().map(Path::toString).toList(), residual, 0);
    }

    private Report report(Path file, Results results, Photo photo, List<Report.Drawn> lines, double seconds) {
        return new Report(
                "psld " + Version.current(),
                file.toString(),
                Digests.sha256(file),
                results.picture().toString(),
                task.word(),
                photo.operator().name(),
                settings,
                new Report.Model(bundle.manifest().name(), bundle.manifest().files()),
                pick.provider().word(),
                environment.version(),
                photo.remarks(),
                lines,
                seconds);
    }

    private Map<String, String> provenance() {
        return Map.of(
                "Software",
                "psld " + Version.current(),
                "Description",
                "restored by posterior sampling: task " + task.word() + ", seed " + settings.seed() + ", model "
                        + bundle.manifest().name());
    }

    private Progress progress(String name, Results results, Photo photo, int sample) {
        return new Progress() {
            @Override
            public void step(int step, int steps, double residual) {
                listener.tell(
                        new Event.Step(name, (sample - 1) * steps + step, steps * options.samples, present(residual)));
            }

            @Override
            public boolean wantsPreview(int step) {
                return options.previewEvery > 0 && sample == 1 && step % options.previewEvery == 0;
            }

            @Override
            public void preview(int step, float[] samples) {
                Path file = results.preview(step, photo.finish(samples));
                listener.tell(new Event.Preview(name, step, file.toString()));
            }
        };
    }

    private static OptionalDouble present(double residual) {
        return Double.isNaN(residual) ? OptionalDouble.empty() : OptionalDouble.of(residual);
    }

    private ModelSessions models() {
        if (models.isEmpty()) {
            models = Optional.of(ModelSessions.load(environment, bundle, pick));
        }
        return models.get();
    }

    @Override
    public void close() {
        models.ifPresent(ModelSessions::close);
    }
}
