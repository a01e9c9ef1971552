package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelData;
import dev.psld.derive.ModelException;
import dev.psld.diffusers.DiffusersModel;
import dev.psld.hub.ByteText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What an import says: what it read, each graph as it is proved, and what it made. Used by one thread. */
final class ImportLines {
    private final PrintWriter out;

    ImportLines(PrintWriter out) {
        this.out = out;
    }

    void read(DiffusersModel model) {
        ModelData data = model.description().model();
        Manifest.Schedule schedule = data.schedule().orElseThrow();
        out.printf(
                "%s: pictures %s, latents %s, scale %s, predicts %s%n",
                data.name(),
                sizes(data.image()),
                sizes(data.latent().orElseThrow()),
                data.scale(),
                data.prediction().orElseThrow() == Manifest.Prediction.EPSILON ? "noise" : "velocity");
        out.printf(
                "  %s β from %s to %s over %d timesteps, steps_offset %d, %s%n",
                schedule.kind(),
                schedule.start(),
                schedule.end(),
                schedule.steps(),
                model.stepsOffset(),
                data.conditioning() == Manifest.Conditioning.TEXT ? "told a text" : "told no text");
        out.flush();
    }

    void graph(String line) {
        out.println(line);
        out.flush();
    }

    void made(Bundle bundle, MeasuredModel measured, long began) {
        long now = System.nanoTime();
        for (Map.Entry<String, GraphEntry> graph : bundle.manifest().graphs().entrySet()) {
            String role = graph.getKey();
            out.printf(
                    Locale.ROOT,
                    "%-13s %6.1f s, %s of tape, %.1f billion operations forward, %s on disk%n",
                    role,
                    measured.seconds(role, now),
                    ByteText.text(graph.getValue().tapeBytes()),
                    measured.arithmetic(role)
                            .map(a -> (a.products() + a.elementwise()) / 1e9)
                            .orElse(0.0),
                    ByteText.text(size(bundle.folder(), role)));
        }
        out.printf(
                Locale.ROOT,
                "%s: %s on disk, %s of tape, made in %.0f s. Try: psld restore PHOTO -o OUT --task inpaint --model %s%s%n",
                bundle.folder(),
                ByteText.text(size(bundle.folder(), "")),
                ByteText.text(bundle.manifest().tapeBytes()),
                (now - began) / 1e9,
                bundle.folder().getFileName(),
                bundle.manifest().differentiated() ? "" : " --method refine");
        out.flush();
    }

    /** Bytes of the files of a role, or of all for the empty word. */
    static long size(Path folder, String role) {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (role.isEmpty() || name.startsWith(role + ".") || name.startsWith(role + "_vjp.")) {
                    bytes += Files.size(file);
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String sizes(Iterable<Integer> shape) {
        StringBuilder text = new StringBuilder();
        shape.forEach(n -> text.append(text.isEmpty() ? "" : "×").append(n));
        return text.toString();
    }
}
