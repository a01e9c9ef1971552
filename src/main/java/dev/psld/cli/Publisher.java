package dev.psld.cli;

import dev.psld.bundle.Manifest;
import dev.psld.cli.event.Event;
import dev.psld.cli.photo.Destination;
import dev.psld.cli.photo.OwnWork;
import dev.psld.cli.restore.Outcome;
import dev.psld.cli.restore.Report;
import dev.psld.operator.Task;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.sampler.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes what was drawn for a photo, and the report on it. Used by one thread. */
final class Publisher {
    private final Manifest manifest;
    private final Task task;
    private final Settings settings;
    private final String provider;
    private final String onnxRuntime;
    private final Destination destination;

    Publisher(
            Manifest manifest,
            Task task,
            Settings settings,
            String provider,
            String onnxRuntime,
            Destination destination) {
        this.manifest = manifest;
        this.task = task;
        this.settings = settings;
        this.provider = provider;
        this.onnxRuntime = onnxRuntime;
        this.destination = destination;
    }

    /** Writes all files of a photo of which at least one sample came out; those that did not are told as remarks. */
    Event.Finished publish(Job job, Job.Post post) {
        SortedMap<Integer, Picture> drawn = new TreeMap<>();
        List<Report.Drawn> lines = new ArrayList<>();
        List<String> remarks = new ArrayList<>(job.photo().remarks());
        String name = job.names().input();
        job.attempts().forEach((k, attempt) -> {
            attempt.outcome().ifPresent(outcome -> {
                drawn.put(k, job.photo().finish(outcome.samples()));
                lines.add(line(job, k, outcome));
            });
            attempt.failure().ifPresent(e -> {
                Problem problem = Problem.of(e);
                if (!problem.expected() || problem.code() != ExitCode.FAILED) {
                    throw e;
                }
                String remark = "sample " + k + " is missing: " + problem.sentence();
                remarks.add(remark);
                post.tell(new Event.Remark(name, remark));
            });
        });
        lostTransparency(job).ifPresent(remark -> {
            remarks.add(remark);
            post.tell(new Event.Remark(name, remark));
        });
        Report report = report(job, lines, remarks);
        List<Path> files = new ArrayList<>(job.results().write(job.photo(), drawn, provenance(lines)));
        report.write(job.results().report(), destination.overwrite());
        files.add(job.results().report());
        OptionalDouble residual =
                lines.stream().flatMapToDouble(line -> line.residual().stream()).average();
        return new Event.Finished(name, files.stream().map(Path::toString).toList(), residual, 0);
    }

    private static Optional<String> lostTransparency(Job job) {
        boolean lost = job.photo().source().alpha().isPresent()
                && PictureFormat.of(job.results().picture()) == PictureFormat.JPEG;
        return lost
                ? Optional.of("JPEG holds no transparency, so that its own is gone: give a .png or .tif with -o")
                : Optional.empty();
    }

    private static Report.Drawn line(Job job, int sample, Outcome outcome) {
        return new Report.Drawn(
                job.names().output(job.results().sample(sample)),
                outcome.seed(),
                Job.present(outcome.residual()),
                outcome.batch(),
                outcome.stages());
    }

    private Report report(Job job, List<Report.Drawn> lines, List<String> remarks) {
        return new Report(
                "psld " + Version.current(),
                job.names().input(),
                job.sha256(),
                job.names().output(job.results().picture()),
                task.word(),
                job.photo().operator().name(),
                job.photo().settings(settings),
                new Report.Model(manifest.name(), manifest.files()),
                provider,
                onnxRuntime,
                remarks,
                lines,
                (System.nanoTime() - job.began()) / 1e9);
    }

    private Map<String, String> provenance(List<Report.Drawn> lines) {
        int batch = lines.get(0).batch();
        return Map.of(
                "Software",
                "psld " + Version.current(),
                "Description",
                OwnWork.RESTORED + ": task " + task.word() + ", seed " + settings.seed()
                        + (batch > 1 ? ", batch " + batch : "") + ", model " + manifest.name());
    }
}
