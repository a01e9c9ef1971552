package dev.psld.sampler;

import java.util.Optional;

/**
 * A model whose posterior is known: z ~ N(μ, diag(c)), D(z) = tanh-free or tanh pictures of z, A a matrix, E a matrix.
 * Written from the definitions alone, as the oracle of the sampler's tests.
 *
 * <p>With {@code bend} = 0 everything is linear; above 0 the decoder is z + bend·sin(z), so that derivatives matter.
 */
final class GaussianChain implements GuidanceChain {
    final double[] mu;
    final double[] variance;
    final double[][] a;
    final double[] y;
    final double bend;
    final double scale;
    final boolean glues;
    final boolean lifted;
    int observations;
    private double lastAlphaBar;
    private float[] lastZ = {};
    private double[] lastResidual = {};
    private double[] lastGlued = {};

    GaussianChain(
            double[] mu,
            double[] variance,
            double[][] a,
            double[] y,
            double bend,
            double scale,
            boolean glues,
            boolean lifted) {
        this.mu = mu;
        this.variance = variance;
        this.a = a;
        this.y = y;
        this.bend = bend;
        this.scale = scale;
        this.glues = glues;
        this.lifted = lifted;
    }

    @Override
    public int latentLength() {
        return mu.length;
    }

    @Override
    public double scale() {
        return scale;
    }

    @Override
    public int measurementLength() {
        return y.length;
    }

    @Override
    public long informative() {
        return y.length;
    }

    /** The exact ε of a Gaussian prior: √(1−ā)·(z_t − √ā μ)/(ā c + 1 − ā). */
    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        lastAlphaBar = alphaBar;
        float[] eps = new float[zt.length];
        for (int i = 0; i < eps.length; i++) {
            eps[i] = (float) (Math.sqrt(1 - alphaBar)
                    * (zt[i] - Math.sqrt(alphaBar) * mu[i])
                    / (alphaBar * variance[i] + 1 - alphaBar));
        }
        return eps;
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        float[] pulled = new float[cotangent.length];
        for (int i = 0; i < pulled.length; i++) {
            pulled[i] = (float)
                    (cotangent[i] * Math.sqrt(1 - lastAlphaBar) / (lastAlphaBar * variance[i] + 1 - lastAlphaBar));
        }
        return pulled;
    }

    double[] decode(double[] z) {
        double[] x = new double[z.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = z[i] + bend * Math.sin(z[i]);
        }
        return x;
    }

    double[] measure(double[] x) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < x.length; j++) {
                out[i] += a[i][j] * x[j];
            }
        }
        return out;
    }

    double[] transposed(double[] r) {
        double[] out = new double[a[0].length];
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[j] += a[i][j] * r[i];
            }
        }
        return out;
    }

    /** T = Aᵀ, or 0 where the chain stands for GML-DPS. */
    double[] lift(double[] r) {
        return lifted ? transposed(r) : new double[a[0].length];
    }

    /** E's mean: G − bend/3·G², a curved encoder; its log-variance is ¼·G. */
    double[] encode(double[] g) {
        double[] e = new double[g.length];
        for (int i = 0; i < e.length; i++) {
            e[i] = g[i] - bend / 3 * g[i] * g[i];
        }
        return e;
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        observations++;
        lastZ = z.clone();
        double[] x = decode(wide(z));
        double[] ax = measure(x);
        double[] r = new double[y.length];
        double sum = 0;
        for (int i = 0; i < r.length; i++) {
            r[i] = ax[i] + (noise.isPresent() ? noise.get()[i] : 0) - y[i];
            sum += r[i] * r[i];
        }
        lastResidual = r;
        if (!glues) {
            return new Observation(sum, Optional.empty());
        }
        double[] ty = lift(y);
        double[] tax = lift(ax);
        double[] g = new double[x.length];
        double[] logVariance = new double[x.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = ty[i] + x[i] - tax[i];
            logVariance[i] = 0.25 * g[i];
        }
        lastGlued = g;
        return new Observation(sum, Optional.of(new Moments(narrow(encode(g)), narrow(logVariance))));
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        double[] gx = new double[lastZ.length];
        double[] ga = new double[y.length];
        for (int i = 0; i < ga.length; i++) {
            ga[i] = residualScale * lastResidual[i];
        }
        if (encoded.isPresent()) {
            for (int i = 0; i < gx.length; i++) {
                gx[i] = encoded.get().mean()[i] * (1 - 2 * bend / 3 * lastGlued[i])
                        + 0.25 * encoded.get().logVariance().orElseThrow()[i];
            }
            double[] back = lifted ? measure(gx) : new double[y.length];
            for (int i = 0; i < ga.length; i++) {
                ga[i] -= back[i];
            }
        }
        double[] at = transposed(ga);
        float[] out = new float[gx.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) ((gx[i] + at[i]) * (1 + bend * Math.cos(lastZ[i])));
        }
        return out;
    }

    static double[] wide(float[] v) {
        double[] w = new double[v.length];
        for (int i = 0; i < w.length; i++) {
            w[i] = v[i];
        }
        return w;
    }

    static float[] narrow(double[] v) {
        float[] w = new float[v.length];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) v[i];
        }
        return w;
    }
}
