package dev.psld.eval;

import dev.psld.ort.ElementType;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.ort.TensorInfo;
import dev.psld.picture.Picture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a network sees in pictures: a graph of two pictures, 1×3×H×W in [−1, 1], that gives one number, their distance; or one of
 * a single picture that gives a vector, its features. Used by one thread; closing it frees the session.
 */
public final class MetricGraph implements AutoCloseable {
    /** What a graph makes. */
    public enum Kind {
        /** Of two pictures one number; 0 for the same. */
        DISTANCE,
        /** Of one picture a vector. */
        FEATURES
    }

    private final String name;
    private final Environment environment;
    private final Session session;
    private final Kind kind;

    private MetricGraph(String name, Environment environment, Session session, Kind kind) {
        this.name = name;
        this.environment = environment;
        this.session = session;
        this.kind = kind;
    }

    /**
     * Loads one.
     *
     * @param name of its column
     * @throws MetricException when it is no metric
     */
    public static MetricGraph open(String name, Path file, Environment environment) {
        Session session;
        try {
            session = environment.session(file, SessionOptions.defaults());
        } catch (OrtException e) {
            throw new MetricException("the metric " + file + " cannot be loaded: " + e.getMessage(), e);
        }
        try {
            return new MetricGraph(name, environment, session, kind(file, session));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static Kind kind(Path file, Session session) {
        List<TensorInfo> inputs = session.inputs();
        List<TensorInfo> outputs = session.outputs();
        boolean pictures =
                !inputs.isEmpty() && inputs.size() <= 2 && inputs.stream().allMatch(MetricGraph::takesPicture);
        if (!pictures || outputs.size() != 1 || outputs.get(0).type() != ElementType.FLOAT) {
            throw new MetricException(file + " is no metric: it takes " + inputs + " and gives " + outputs
                    + "; a metric takes one picture or two, float32 of 1×3×height×width, and gives one float32 tensor:"
                    + " see export/quality/metric_graphs.py");
        }
        return inputs.size() == 2 ? Kind.DISTANCE : Kind.FEATURES;
    }

    private static boolean takesPicture(TensorInfo input) {
        List<Long> shape = input.shape();
        return input.type() == ElementType.FLOAT
                && shape.size() == 4
                && Math.abs(shape.get(0)) == 1
                && Math.abs(shape.get(1)) <= Picture.CHANNELS
                && shape.get(1) != 1
                && shape.get(1) != 2;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it takes pictures of a size. */
    public boolean takes(int width, int height) {
        return session.inputs().stream()
                .allMatch(input ->
                        fits(input.shape().get(2), height) && fits(input.shape().get(3), width));
    }

    private static boolean fits(long declared, int size) {
        return declared < 0 || declared == size;
    }

    /** The distance of two pictures of one size. */
    public double distance(Picture one, Picture other) {
        float[] result = run(List.of(one, other));
        if (result.length != 1) {
            throw new MetricException("the metric " + name + " gives " + result.length
                    + " numbers for two pictures, and a distance is one: take the mean within the graph");
        }
        return result[0];
    }

    /** The features of a picture. */
    public float[] features(Picture picture) {
        return run(List.of(picture));
    }

    private float[] run(List<Picture> pictures) {
        Map<String, OrtTensor> feeds = new LinkedHashMap<>();
        try {
            for (int k = 0; k < pictures.size(); k++) {
                Picture picture = pictures.get(k).clamped();
                feeds.put(
                        session.inputs().get(k).name(),
                        OrtTensor.of(
                                environment,
                                picture.samples(),
                                1,
                                Picture.CHANNELS,
                                picture.height(),
                                picture.width()));
            }
            String output = session.outputs().get(0).name();
            try (OrtTensor made = Objects.requireNonNull(session.run(feeds).get(output))) {
                return made.toFloats();
            }
        } catch (OrtException e) {
            throw new MetricException(
                    "the metric " + name + " fails on a picture of "
                            + pictures.get(0).width() + "×" + pictures.get(0).height() + ": " + e.getMessage(),
                    e);
        } finally {
            feeds.values().forEach(OrtTensor::close);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
