package dev.psld.restore.output;

import dev.psld.picture.Ensemble;
import dev.psld.picture.Heatmap;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.picture.PictureWriter;
import dev.psld.restore.photo.OwnWork;
import dev.psld.restore.photo.Photo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The files that a photo becomes: its picture and report; with several samples each of them, their mean as the picture,
 * and where they differ. Used by one thread.
 */
public final class Results {
    /** Deviation that is drawn brightest, in sample units. */
    private static final float FULL = 0.5f;

    private final Path input;
    private final Destination destination;
    private final int samples;
    private final PictureWriter writer;

    public Results(Path input, Destination destination, int samples) {
        this.input = input;
        this.destination = destination;
        this.samples = samples;
        this.writer = new PictureWriter().overwriting(destination.overwrite());
    }

    /** The picture. */
    public Path picture() {
        return destination.picture(input);
    }

    /** The report. */
    public Path report() {
        return destination.beside(input, ".json");
    }

    /** The k-th sample, from 1; the picture itself where there is only one. */
    public Path sample(int k) {
        return samples == 1 ? picture() : destination.beside(input, "-s" + k + ".png");
    }

    /** All files, the picture first. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(picture(), report()));
        for (int k = 1; samples > 1 && k <= samples; k++) {
            files.add(sample(k));
        }
        if (samples > 1) {
            files.add(uncertainty());
        }
        return files;
    }

    /**
     * Refuses to start where a file is in the way.
     *
     * @param previewEvery steps from one preview to the next, of so many; 0 for none
     */
    public void requireFree(int previewEvery, int steps) {
        List<Path> files = new ArrayList<>(files());
        for (int step = previewEvery; previewEvery > 0 && step <= steps; step += previewEvery) {
            files.add(preview(step));
        }
        destination.requireFree(files);
    }

    private Path preview(int step) {
        return destination.beside(input, String.format("-step%04d.png", step));
    }

    /** Writes what a step believes. */
    public Path preview(int step, Picture believed) {
        Path file = preview(step);
        destination.prepare();
        writer.write(
                believed,
                file,
                PictureFormat.PNG,
                OwnWork.texts(OwnWork.RESTORED + ": as believed after step " + step));
        return file;
    }

    /**
     * Writes all pictures, the result last; gives their files, the result first.
     *
     * @param drawn by number of the sample, from 1; at least one
     */
    public List<Path> write(Photo photo, SortedMap<Integer, Picture> drawn, Map<String, String> provenance) {
        destination.prepare();
        List<Path> files = new ArrayList<>();
        List<Picture> all = List.copyOf(drawn.values());
        Picture result = all.get(0);
        if (samples > 1) {
            Ensemble ensemble = Ensemble.of(all);
            result = ensemble.mean();
            drawn.forEach((k, picture) -> files.add(write(picture, sample(k), provenance)));
            files.add(write(
                    Heatmap.of(result.width(), result.height(), ensemble.deviation(), FULL),
                    uncertainty(),
                    provenance));
        }
        files.add(0, write(result, picture(), provenance));
        return files;
    }

    private Path uncertainty() {
        return destination.beside(input, ".uncertainty.png");
    }

    private Path write(Picture picture, Path file, Map<String, String> provenance) {
        writer.write(picture, file, PictureFormat.of(file), provenance);
        return file;
    }
}
