package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;

/** Fourier transforms and turns by angles, sum by sum. Stateless. */
final class SpectralKernels {
    private SpectralKernels() {}

    static void register(Registry r) {
        r.put("DFT", c -> {
            Array x = c.in(0);
            int given = c.opset() >= 20
                    ? c.optional(2).map(a -> (int) a.values()[0]).orElse(-2)
                    : c.integer("axis", 1);
            int axis = given < 0 ? given + x.rank() : given;
            if (c.integer("inverse", 0) != 0 && c.integer("onesided", 0) != 0) {
                return real(x, axis, c.optional(1).map(a -> (int) a.values()[0]).orElse(2 * (x.dims()[axis] - 1)));
            }
            int length = c.optional(1).map(a -> (int) a.values()[0]).orElse(x.dims()[axis]);
            return transform(x, axis, length, c.integer("inverse", 0) != 0, c.integer("onesided", 0) != 0);
        });
        r.put("STFT", c -> {
            Array x = c.in(0);
            int step = (int) c.in(1).values()[0];
            int length = c.optional(2).map(w -> w.values().length).orElseGet(() ->
                    (int) c.in(3).values()[0]);
            int frames = 1 + (x.dims()[1] - length) / step;
            int channels = x.rank() == 3 ? x.dims()[2] : 1;
            Array cut = Array.build(x.type(), new int[] {x.dims()[0], frames, length, channels}, p -> {
                double weight = c.optional(2).map(w -> w.values()[p[2]]).orElse(1.0);
                int at = p[1] * step + p[2];
                return weight * (x.rank() == 3 ? x.at(p[0], at, p[3]) : x.at(p[0], at));
            });
            return transform(cut, 2, length, false, c.integer("onesided", 1) != 0);
        });
        r.put("RotaryEmbedding", SpectralKernels::rotary);
        r.put("AffineGrid", c -> {
            int[] size = c.in(1).ints();
            int rank = size.length - 2;
            boolean corners = c.integer("align_corners", 0) != 0;
            int[] dims = new int[rank + 2];
            dims[0] = size[0];
            System.arraycopy(size, 2, dims, 1, rank);
            dims[rank + 1] = rank;
            return Array.build(c.in(0).type(), dims, p -> {
                double sum = c.in(0).at(p[0], p[rank + 1], rank);
                for (int i = 0; i < rank; i++) {
                    int n = size[1 + rank - i];
                    double o = p[rank - i];
                    double at = corners ? -1 + 2 * o / (n - 1) : -1 + (2 * o + 1) / n;
                    sum += c.in(0).at(p[0], p[rank + 1], i) * at;
                }
                return sum;
            });
        });
    }

    private static Array transform(Array x, int axis, int length, boolean inverse, boolean onesided) {
        int last = x.rank() - 1;
        int[] dims = x.dims().clone();
        dims[axis] = onesided ? length / 2 + 1 : length;
        dims[last] = 2;
        return Array.build(x.type(), dims, p -> {
            double sum = 0;
            int[] at = p.clone();
            for (int n = 0; n < Math.min(length, x.dims()[axis]); n++) {
                at[axis] = n;
                double angle = (inverse ? 2 : -2) * Math.PI * n * p[axis] / length;
                at[last] = 0;
                double real = x.at(at);
                at[last] = 1;
                double imaginary = x.dims()[last] == 2 ? x.at(at) : 0;
                sum += p[last] == 0
                        ? real * Math.cos(angle) - imaginary * Math.sin(angle)
                        : real * Math.sin(angle) + imaginary * Math.cos(angle);
            }
            return inverse ? sum / length : sum;
        });
    }

    /** The real numbers whose spectrum is this half and its mirror image. */
    private static Array real(Array x, int axis, int length) {
        int last = x.rank() - 1;
        int[] dims = x.dims().clone();
        dims[axis] = length;
        dims[last] = 1;
        return Array.build(x.type(), dims, p -> {
            double sum = 0;
            int[] at = p.clone();
            for (int n = 0; n < length; n++) {
                int mirrored = Math.min(n, length - n);
                if (mirrored < x.dims()[axis]) {
                    at[axis] = mirrored;
                    double angle = 2 * Math.PI * n * p[axis] / length;
                    at[last] = 0;
                    sum += x.at(at) * Math.cos(angle);
                    at[last] = 1;
                    sum -= (n == mirrored ? 1 : -1) * x.at(at) * Math.sin(angle);
                }
            }
            return sum / length;
        });
    }

    private static Array rotary(Call c) {
        Array x = c.in(0);
        boolean apart = x.rank() == 4;
        int heads = apart ? x.dims()[1] : c.integer("num_heads", 1);
        int size = apart ? x.dims()[3] : x.dims()[2] / heads;
        int turned = c.integer("rotary_embedding_dim", 0) > 0 ? c.integer("rotary_embedding_dim", 0) : size;
        boolean pairs = c.integer("interleaved", 0) != 0;
        return Array.build(x.type(), x.dims(), p -> {
            int time = apart ? p[2] : p[1];
            int d = apart ? p[3] : p[2] % size;
            if (d >= turned) {
                return x.at(p);
            }
            int half = turned / 2;
            boolean first = pairs ? d % 2 == 0 : d < half;
            int frequency = pairs ? d / 2 : d % half;
            int other = pairs ? (first ? 1 : -1) : first ? half : -half;
            int[] beside = p.clone();
            beside[p.length - 1] += other;
            double cos = angle(c, 1, p[0], time, frequency);
            double sin = angle(c, 2, p[0], time, frequency);
            return x.at(p) * cos + (first ? -1 : 1) * x.at(beside) * sin;
        });
    }

    private static double angle(Call c, int table, int batch, int time, int frequency) {
        return c.optional(3)
                .map(positions -> c.in(table).at((int) positions.at(batch, time), frequency))
                .orElseGet(() -> c.in(table).at(batch, time, frequency));
    }
}
