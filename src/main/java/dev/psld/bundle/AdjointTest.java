package dev.psld.bundle;

import dev.psld.graph.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Random vectors and inner products for ⟨Jv, w⟩ = ⟨v, J*w⟩. Not thread-safe: it draws from its own generator, whose seed
 * makes every run the same.
 */
final class AdjointTest {
    private final SplittableRandom random;

    AdjointTest(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Independent standard normal numbers in the given shape. */
    float[] draw(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            values[i] = (float) (radius * Math.cos(2 * Math.PI * random.nextDouble()));
        }
        return values;
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    static double norm(float[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** Inner product summed over outputs of the same names. */
    static double dot(Map<String, float[]> a, Map<String, float[]> b) {
        double sum = 0;
        for (Map.Entry<String, float[]> entry : a.entrySet()) {
            sum += dot(entry.getValue(), Objects.requireNonNull(b.get(entry.getKey())));
        }
        return sum;
    }

    static double norm(Map<String, float[]> a) {
        return Math.sqrt(dot(a, a));
    }

    /** (plus − minus) / 2h, by name. */
    static Map<String, float[]> centralDifference(Map<String, float[]> plus, Map<String, float[]> minus, double h) {
        Map<String, float[]> quotient = new LinkedHashMap<>();
        plus.forEach((name, p) -> {
            float[] m = Objects.requireNonNull(minus.get(name));
            float[] q = new float[p.length];
            for (int i = 0; i < q.length; i++) {
                q[i] = (float) (((double) p[i] - m[i]) / (2 * h));
            }
            quotient.put(name, q);
        });
        return quotient;
    }

    /** |⟨Jv, w⟩ − ⟨v, J*w⟩| over ‖Jv‖‖w‖. */
    static double error(Map<String, float[]> jv, Map<String, float[]> w, float[] v, float[] jtw) {
        return Math.abs(dot(jv, w) - dot(v, jtw)) / (norm(jv) * norm(w));
    }
}
