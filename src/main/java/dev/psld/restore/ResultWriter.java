package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.restore.output.Report;
import dev.psld.restore.photo.OwnWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes what was drawn for a photo, and the report on it. Immutable.
 *
 * @param model empty where nothing but a formula drew
 * @param provider the word of what the model ran on
 * @param onnxRuntime its version
 */
record ResultWriter(Optional<Manifest> model, String provider, String onnxRuntime) {

    /**
     * Writes all files of a photo of which at least one sample came out.
     *
     * @param remarks hears of the samples that did not
     */
    RestoredPhoto write(PhotoWork work, Consumer<String> remarks) {
        SortedMap<Integer, Picture> drawn = new TreeMap<>();
        List<Report.Drawn> lines = new ArrayList<>();
        List<String> sentences = work.remarks();
        work.attempts().forEach((k, attempt) -> {
            attempt.outcome().ifPresent(outcome -> {
                drawn.put(k, work.photo().finishGiven(outcome.samples()));
                lines.add(line(work, k, outcome));
            });
            attempt.failure().ifPresent(e -> {
                String remark = "sample " + k + " is missing: " + sentence(e);
                sentences.add(remark);
                remarks.accept(remark);
            });
        });
        lostTransparency(work).ifPresent(remark -> {
            sentences.add(remark);
            remarks.accept(remark);
        });
        List<Path> files = work.results().write(work.photo(), drawn, provenance(work, lines));
        Report report = report(work, lines, sentences);
        report.write(work.results().report(), work.task().destination().overwrite());
        List<Path> sidecars = new ArrayList<>(files.subList(1, files.size()));
        sidecars.add(work.results().report());
        OptionalDouble residual =
                lines.stream().flatMapToDouble(line -> line.residual().stream()).average();
        return new RestoredPhoto(files.get(0), sidecars, residual, seconds(work));
    }

    private static Optional<String> lostTransparency(PhotoWork work) {
        boolean lost = work.photo().source().alpha().isPresent()
                && PictureFormat.of(work.results().picture()) == PictureFormat.JPEG;
        return lost
                ? Optional.of("JPEG holds no transparency, so that its own is gone: give a .png or .tif with -o")
                : Optional.empty();
    }

    private static String sentence(RuntimeException failure) {
        if (failure instanceof FaultException e && e.fault() != Fault.DEFECT) {
            return e.sentence();
        }
        throw failure;
    }

    private static Report.Drawn line(PhotoWork work, int sample, Outcome outcome) {
        return new Report.Drawn(
                work.task().names().output(work.results().sample(sample)),
                outcome.seed(),
                PhotoWork.present(outcome.residual()),
                outcome.batch(),
                outcome.stages());
    }

    private Report report(PhotoWork work, List<Report.Drawn> lines, List<String> remarks) {
        PhotoTask task = work.task();
        return new Report(
                "psld " + ProgramVersion.current(),
                task.names().input(),
                work.sha256(),
                task.names().output(work.results().picture()),
                task.word(),
                work.photo().operator().name(),
                work.photo().settings(task.settings()),
                model.map(m -> new Report.Model(m.name(), m.files())),
                provider,
                onnxRuntime,
                remarks,
                lines,
                seconds(work));
    }

    private static double seconds(PhotoWork work) {
        return (System.nanoTime() - work.began()) / 1e9;
    }

    private Map<String, String> provenance(PhotoWork work, List<Report.Drawn> lines) {
        int batch = lines.get(0).batch();
        return Map.of(
                "Software",
                "psld " + ProgramVersion.current(),
                "Description",
                OwnWork.RESTORED + ": task " + work.task().word() + ", seed "
                        + work.task().settings().seed() + (batch > 1 ? ", batch " + batch : "")
                        + model.map(m -> ", model " + m.name())
                                .orElse(", " + work.task().settings().method().word()));
    }
}
