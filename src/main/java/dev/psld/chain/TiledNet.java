package dev.psld.chain;

import java.util.List;

/**
 * A network over planes larger than it takes: F(x) = Σ_k R_k* w_k F_k(R_k x) and its pullback Σ_k R_k* F_k*(w_k R_k c) (algorithms F).
 * Used by one thread at a time; the networks stay their maker's.
 *
 * <p>A pullback needs what its forward kept. As many groups of windows keep that as there are networks; the others share the
 * last one and run forward again before they are pulled back, to the same numbers.
 */
final class TiledNet<N extends WindowNet> {
    private final List<N> nets;
    private final int batch;
    private final TileBlend in;
    private final TileBlend out;
    private final int outputChannels;
    private float[] point = new float[0];
    private int shared = -1;

    /**
     * @param nets at least one
     * @param batch windows that each takes at once
     * @param in the windows on the planes that go in
     * @param out the same windows on the planes that come out
     */
    TiledNet(List<N> nets, int batch, TileBlend in, TileBlend out, int outputChannels) {
        this.nets = List.copyOf(nets);
        this.batch = batch;
        this.in = in;
        this.out = out;
        this.outputChannels = outputChannels;
    }

    /** How many runs of a network the windows take. */
    static int groups(int windows, int batch) {
        return (windows + batch - 1) / batch;
    }

    List<N> nets() {
        return nets;
    }

    /** F(x); remembers x for {@link #pull}. */
    float[] run(float[] x) {
        point = x;
        float[] blended = new float[outputChannels * out.positions()];
        for (int g = 0; g < groups(in.windows(), batch); g++) {
            N net = forward(g);
            for (int k = g * batch; k < end(g); k++) {
                out.blend(blended, k, net.output(k - g * batch));
            }
        }
        return blended;
    }

    /** The pullback of c at the last {@link #run}. */
    float[] pull(float[] c) {
        float[] gradient = new float[point.length];
        for (int g = groups(in.windows(), batch) - 1; g >= 0; g--) {
            boolean kept = g < nets.size() - 1 || g == shared;
            N net = kept ? net(g) : forward(g);
            for (int k = g * batch; k < end(g); k++) {
                net.cotangent(k - g * batch, out.weighted(c, k));
            }
            net.pull();
            for (int k = g * batch; k < end(g); k++) {
                in.add(gradient, k, net.gradient(k - g * batch));
            }
        }
        return gradient;
    }

    private N forward(int g) {
        N net = net(g);
        for (int k = g * batch; k < end(g); k++) {
            net.input(k - g * batch, in.cut(point, k));
        }
        net.run();
        shared = g < nets.size() - 1 ? shared : g;
        return net;
    }

    private N net(int g) {
        return nets.get(Math.min(g, nets.size() - 1));
    }

    private int end(int g) {
        return Math.min(in.windows(), (g + 1) * batch);
    }
}
