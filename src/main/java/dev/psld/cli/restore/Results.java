package dev.psld.cli.restore;

import dev.psld.bundle.Bundle;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.cli.photo.Destination;
import dev.psld.operator.Task;
import dev.psld.ort.Pick;
import dev.psld.picture.AtomicFile;
import dev.psld.picture.Ensemble;
import dev.psld.picture.Heatmap;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.picture.PictureWriter;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Draws the samples of a photo and writes what comes of them: the picture, the single samples and their spread, previews,
 * the report. Used by one thread. The picture is written first and the report last, each whole or not at all.
 */
public final class Results {
    /** Standard deviation that the uncertainty picture shows as full brightness, in [−1, 1] units. */
    private static final float BRIGHTEST = 0.5f;

    private final Destination destination;
    private final boolean overwrite;
    private final int samples;
    private final Optional<Integer> previewEvery;
    private final Listener listener;

    public Results(
            Destination destination,
            boolean overwrite,
            int samples,
            Optional<Integer> previewEvery,
            Listener listener) {
        this.destination = destination;
        this.overwrite = overwrite;
        this.samples = samples;
        this.previewEvery = previewEvery;
        this.listener = listener;
    }

    /** Restores one photo; the event's time is filled in by the batch. */
    public Event.Finished make(
            Path file, Task task, Photo photo, Settings settings, Restoration restoration, Bundle bundle, Pick pick) {
        long began = System.nanoTime();
        Path picture = destination.picture(file);
        Path report = destination.beside(file, ".json");
        Path spread = destination.beside(file, ".uncertainty.png");
        List<Path> single = new ArrayList<>();
        for (int k = 1; k <= samples && samples > 1; k++) {
            single.add(destination.beside(file, "-s" + k + ".png"));
        }
        List<Path> planned = new ArrayList<>(List.of(picture, report));
        planned.addAll(single);
        if (samples > 1) {
            planned.add(spread);
        }
        destination.requireFree(planned);
        destination.prepare();
        photo.remarks().forEach(remark -> listener.tell(new Event.Remark(file.toString(), remark)));
        int steps = restoration.steps(settings) * samples;
        listener.tell(new Event.Started(file.toString(), task.word(), steps));
        List<Restored> drawn = new ArrayList<>();
        for (int k = 0; k < samples; k++) {
            int before = k * restoration.steps(settings);
            drawn.add(restoration.restore(
                    photo,
                    settings.withSeed(settings.seed() + k),
                    (step, preview) -> heard(file, before, steps, step, preview)));
        }
        List<String> written = new ArrayList<>();
        write(mean(drawn), picture, PictureFormat.of(picture), task, settings, bundle, written);
        for (int k = 0; k < single.size(); k++) {
            write(drawn.get(k).picture(), single.get(k), PictureFormat.PNG, task, settings, bundle, written);
        }
        if (samples > 1) {
            Ensemble ensemble =
                    Ensemble.of(drawn.stream().map(Restored::picture).toList());
            Picture map =
                    Heatmap.of(ensemble.mean().width(), ensemble.mean().height(), ensemble.deviation(), BRIGHTEST);
            write(map, spread, PictureFormat.PNG, task, settings, bundle, written);
        }
        double residual =
                drawn.stream().mapToDouble(Restored::residual).average().orElse(Double.NaN);
        Report told = new Report(
                tool(),
                file.toString(),
                Fingerprint.sha256(file),
                task.word(),
                photo.operator().name(),
                settings,
                bundle.manifest().name(),
                bundle.manifest().files(),
                pick.line(),
                photo.remarks(),
                draws(drawn, single, picture),
                (System.nanoTime() - began) / 1e9);
        AtomicFile.write(report, overwrite, told.json());
        written.add(report.toString());
        return new Event.Finished(
                file.toString(),
                written,
                Double.isNaN(residual) ? OptionalDouble.empty() : OptionalDouble.of(residual),
                0);
    }

    private void heard(Path file, int before, int steps, StepReport step, Restoration.Preview preview) {
        int at = before + step.step();
        listener.tell(new Event.Step(
                file.toString(),
                at,
                steps,
                Double.isNaN(step.residual()) ? OptionalDouble.empty() : OptionalDouble.of(step.residual())));
        if (previewEvery.isPresent() && at % previewEvery.get() == 0) {
            Path shown = destination.beside(file, ".preview.png");
            new PictureWriter().overwriting(true).write(preview.picture(), shown);
            listener.tell(new Event.Preview(file.toString(), at, shown.toString()));
        }
    }

    private static Picture mean(List<Restored> drawn) {
        List<Picture> pictures = drawn.stream().map(Restored::picture).toList();
        return pictures.size() == 1 ? pictures.get(0) : Ensemble.of(pictures).mean();
    }

    private void write(
            Picture picture,
            Path file,
            PictureFormat format,
            Task task,
            Settings settings,
            Bundle bundle,
            List<String> written) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("Software", tool());
        provenance.put(
                "Comment",
                "restored by posterior sampling: what was missing is a plausible invention; task " + task.word()
                        + ", method " + settings.method().word() + ", model "
                        + bundle.manifest().name() + ", seed " + settings.seed());
        new PictureWriter().overwriting(overwrite).write(picture, file, format, provenance);
        written.add(file.toString());
    }

    private static List<Report.Draw> draws(List<Restored> drawn, List<Path> single, Path picture) {
        List<Report.Draw> draws = new ArrayList<>();
        for (int k = 0; k < drawn.size(); k++) {
            Restored r = drawn.get(k);
            Path file = single.isEmpty() ? picture : single.get(k);
            draws.add(new Report.Draw(file.toString(), r.seed(), r.residual(), r.seconds()));
        }
        return draws;
    }

    private static String tool() {
        String version = Results.class.getPackage().getImplementationVersion();
        return "psld " + (version == null ? "development" : version);
    }
}
