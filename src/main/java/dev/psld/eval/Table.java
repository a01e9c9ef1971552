package dev.psld.eval;

import dev.psld.picture.PictureReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Cells summed up: for each task a row for each method, the best first. Immutable. */
public record Table(Map<String, List<Row>> byTask) {

    /**
     * Sums up.
     *
     * @param out folder that the cells' files lie under
     * @param frechet of its methods' pictures as sets
     */
    static Table of(List<Cell> cells, Path out, FrechetScores frechet) {
        Map<String, List<Row>> byTask = new LinkedHashMap<>();
        Map<String, Map<String, List<Cell>>> grouped = new LinkedHashMap<>();
        for (Cell cell : cells) {
            grouped.computeIfAbsent(cell.task(), t -> new LinkedHashMap<>())
                    .computeIfAbsent(cell.method(), m -> new ArrayList<>())
                    .add(cell);
        }
        grouped.forEach((task, methods) -> byTask.put(task, rows(task, methods, out, frechet)));
        return new Table(byTask);
    }

    private static List<Row> rows(String task, Map<String, List<Cell>> methods, Path out, FrechetScores frechet) {
        Map<String, Map<String, Double>> psnr = new LinkedHashMap<>();
        methods.forEach((method, cells) ->
                psnr.put(method, byPicture(cells, c -> scores(c).psnr())));
        Map<String, Double> best = psnr.entrySet().stream()
                .filter(p -> !p.getKey().equals(AutoencoderEntrant.NAME)) // it saw the clean picture
                .map(Map.Entry::getValue)
                .filter(p -> !p.isEmpty())
                .max(Comparator.<Map<String, Double>>comparingInt(Map::size).thenComparingDouble(Table::mean))
                .orElse(Map.of());
        List<Row> rows = new ArrayList<>();
        methods.forEach((method, cells) -> {
            Map<String, Double> own = psnr.getOrDefault(method, Map.of());
            double[] behind = own.entrySet().stream()
                    .filter(e -> best.containsKey(e.getKey()))
                    .mapToDouble(e -> e.getValue() - best.getOrDefault(e.getKey(), 0.0))
                    .toArray();
            rows.add(new Row(
                    task,
                    method,
                    Interval.of(values(own)),
                    Interval.of(values(byPicture(cells, c -> scores(c).ssim()))),
                    mean(cells, c -> scores(c).holePsnr()),
                    mean(cells, c -> scores(c).knownPsnr()),
                    mean(cells, c -> scores(c).seam()),
                    mean(cells, c -> scores(c).residual()),
                    distances(cells),
                    frechet.of(task, method),
                    done(cells).stream().mapToDouble(Cell::seconds).average().orElse(Double.NaN),
                    mean(
                            cells,
                            c -> c.networkCalls().isPresent()
                                    ? OptionalDouble.of(c.networkCalls().getAsInt())
                                    : OptionalDouble.empty()),
                    mean(
                            cells,
                            c -> c.peakBytes().isPresent()
                                    ? OptionalDouble.of(c.peakBytes().getAsLong() / 1e6)
                                    : OptionalDouble.empty()),
                    diversity(done(cells), out),
                    Interval.of(behind),
                    (int) cells.stream()
                            .filter(c -> c.status() == Cell.Status.FAILED)
                            .count(),
                    cells.stream().flatMap(c -> c.reason().stream()).findFirst().orElse("")));
        });
        rows.sort(Comparator.comparing(Row::scored)
                .reversed()
                .thenComparing(r -> -r.psnr().mean()));
        return List.copyOf(rows);
    }

    private static Map<String, Interval> distances(List<Cell> cells) {
        Set<String> metrics = new TreeSet<>();
        done(cells).forEach(c -> metrics.addAll(scores(c).distances().keySet()));
        Map<String, Interval> distances = new TreeMap<>();
        for (String metric : metrics) {
            List<Cell> with = done(cells).stream()
                    .filter(c -> scores(c).distances().containsKey(metric))
                    .toList();
            distances.put(
                    metric,
                    Interval.of(values(
                            byPicture(with, c -> scores(c).distances().getOrDefault(metric, Double.NaN)))));
        }
        return distances;
    }

    private static PictureScores scores(Cell cell) {
        return cell.scores().orElseThrow();
    }

    private static List<Cell> done(List<Cell> cells) {
        return cells.stream().filter(c -> c.scores().isPresent()).toList();
    }

    /** Means over seeds. */
    private static Map<String, Double> byPicture(List<Cell> cells, ToDoubleFunction<Cell> of) {
        Map<String, List<Cell>> pictures = new TreeMap<>();
        done(cells)
                .forEach(c -> pictures.computeIfAbsent(c.picture(), p -> new ArrayList<>())
                        .add(c));
        Map<String, Double> means = new TreeMap<>();
        pictures.forEach((picture, own) ->
                means.put(picture, own.stream().mapToDouble(of).average().orElseThrow()));
        return means;
    }

    private static double[] values(Map<String, Double> all) {
        return all.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double mean(Map<String, Double> all) {
        return Arrays.stream(values(all)).average().orElse(Double.NaN);
    }

    private static OptionalDouble mean(List<Cell> cells, Function<Cell, OptionalDouble> of) {
        return done(cells).stream().flatMapToDouble(c -> of.apply(c).stream()).average();
    }

    private static OptionalDouble diversity(List<Cell> cells, Path out) {
        Map<String, List<Cell>> pictures = new TreeMap<>();
        cells.stream()
                .filter(c -> c.file().isPresent())
                .forEach(c -> pictures.computeIfAbsent(c.picture(), p -> new ArrayList<>())
                        .add(c));
        return pictures.values().stream()
                .filter(seeds -> seeds.size() > 1)
                .mapToDouble(seeds -> spread(seeds, out))
                .average();
    }

    private static double spread(List<Cell> seeds, Path out) {
        List<float[]> drawn = seeds.stream()
                .map(c -> new PictureReader()
                        .read(out.resolve(c.file().orElseThrow()))
                        .samples())
                .toList();
        double sum = 0;
        int n = drawn.get(0).length;
        for (int i = 0; i < n; i++) {
            double mean = 0;
            double square = 0;
            for (float[] one : drawn) {
                mean += one[i] / drawn.size();
                square += (double) one[i] * one[i] / drawn.size();
            }
            sum += Math.max(0, square - mean * mean) * drawn.size() / (drawn.size() - 1);
        }
        return Math.sqrt(sum / n);
    }
}
