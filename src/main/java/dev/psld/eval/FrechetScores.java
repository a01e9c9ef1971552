package dev.psld.eval;

import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How far the pictures of each method on each task are, as a set, from the clean ones. Immutable. */
record FrechetScores(Map<Group, Map<String, Double>> all, List<String> remarks) {
    static final FrechetScores NONE = new FrechetScores(Map.of(), List.of());

    /** What is one set. */
    record Group(String task, String method) {}

    /** @param clean files of the clean pictures by name */
    static FrechetScores of(List<Cell> cells, Path out, Map<String, Path> clean, Metrics metrics) {
        Map<Group, Map<String, Path>> sets = new LinkedHashMap<>();
        for (Cell cell : cells) {
            cell.file()
                    .filter(file -> clean.containsKey(cell.picture()))
                    .ifPresent(file -> sets.computeIfAbsent(new Group(cell.task(), cell.method()), g -> new TreeMap<>())
                            .putIfAbsent(cell.picture(), out.resolve(file)));
        }
        int most = sets.values().stream().mapToInt(Map::size).max().orElse(0);
        Map<Group, Map<String, Double>> all = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        for (MetricGraph metric : metrics.features()) {
            remarks.add(
                    most < FrechetDistance.LEAST
                            ? metric.name() + " gives features, and their Fréchet distance needs "
                                    + FrechetDistance.LEAST + " pictures: these are " + most
                            : metric.name() + " is the Fréchet distance of features, of " + most
                                    + " pictures; it is too large, by the more the fewer pictures there are");
            Map<String, float[]> truths = new TreeMap<>();
            sets.forEach((group, files) -> {
                if (files.size() >= FrechetDistance.LEAST) {
                    files.keySet()
                            .forEach(name -> truths.computeIfAbsent(
                                    name, n -> features(metric, Objects.requireNonNull(clean.get(n)))));
                    List<float[]> made = files.values().stream()
                            .map(f -> features(metric, f))
                            .toList();
                    List<float[]> right =
                            files.keySet().stream().map(truths::get).toList();
                    all.computeIfAbsent(group, g -> new TreeMap<>())
                            .put(metric.name(), FrechetDistance.of(right, made));
                }
            });
        }
        return new FrechetScores(all, remarks);
    }

    private static float[] features(MetricGraph metric, Path file) {
        Picture picture = new PictureReader().read(file).withoutAlpha();
        if (!metric.takes(picture.width(), picture.height())) {
            throw new MetricException("the metric " + metric.name() + " does not take " + file + ", which has "
                    + picture.width() + "×" + picture.height() + " pixels");
        }
        return metric.features(picture);
    }

    /** Of one set, by metric. */
    Map<String, Double> of(String task, String method) {
        return all.getOrDefault(new Group(task, method), Map.of());
    }
}
