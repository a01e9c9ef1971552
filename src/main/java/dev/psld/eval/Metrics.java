package dev.psld.eval;

import dev.psld.ort.Environment;
import dev.psld.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The networks that pictures are compared by, beside PSNR and SSIM. Used by one thread; closing it frees them. */
public final class Metrics implements AutoCloseable {
    private final List<MetricGraph> all = new ArrayList<>();

    /** @param given names and files */
    public Metrics(List<String> given, Environment environment) {
        try {
            Set<String> names = new TreeSet<>();
            for (String one : given) {
                MetricGraph metric = MetricFiles.open(one, environment);
                all.add(metric);
                if (!names.add(metric.name())) {
                    throw new MetricException("two metrics are called " + metric.name() + ": give each once");
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Distances of a restored picture from the clean one, of all metrics that take pictures of their size. */
    Map<String, Double> distances(Picture truth, Picture made) {
        Map<String, Double> distances = new TreeMap<>();
        for (MetricGraph metric : all) {
            if (metric.kind() == MetricGraph.Kind.DISTANCE && metric.takes(truth.width(), truth.height())) {
                distances.put(metric.name(), metric.distance(truth, made));
            }
        }
        return distances;
    }

    /** Whether a picture's distances hold all that would be found now. */
    boolean complete(Map<String, Double> distances, Subject subject) {
        return all.stream()
                .filter(m -> m.kind() == MetricGraph.Kind.DISTANCE && m.takes(subject.width(), subject.height()))
                .allMatch(m -> distances.containsKey(m.name()));
    }

    /** Those that give features. */
    List<MetricGraph> features() {
        return all.stream().filter(m -> m.kind() == MetricGraph.Kind.FEATURES).toList();
    }

    @Override
    public void close() {
        all.forEach(MetricGraph::close);
    }
}
