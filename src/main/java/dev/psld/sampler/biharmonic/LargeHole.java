package dev.psld.sampler.biharmonic;

/**
 * A hole's system by conjugate gradients, preconditioned by two approximate solutions of Poisson's equation on the hole:
 * L² there is the square of that equation's matrix but for the pixels along the border. Immutable and thread-safe.
 */
final class LargeHole implements HoleSolver {
    /** Of the preconditioned residual against the first. */
    private static final double TOLERANCE = 1e-9;

    private static final int MOST = 2000;

    private final int[] pixels;
    private final int top;
    private final int left;
    private final int height;
    private final int width;
    private final int[] places;
    private final boolean[] inside;
    private final double[] neighbours;
    private final PoissonCycle poisson;

    LargeHole(Hole hole) {
        this.pixels = hole.pixels();
        int up = Integer.MAX_VALUE;
        int down = 0;
        int start = Integer.MAX_VALUE;
        int end = 0;
        for (int pixel : pixels) {
            up = Math.min(up, pixel / hole.width());
            down = Math.max(down, pixel / hole.width());
            start = Math.min(start, pixel % hole.width());
            end = Math.max(end, pixel % hole.width());
        }
        // One pixel of frame: where L of what is inside is not 0.
        this.top = up - 1;
        this.left = start - 1;
        this.height = down - up + 3;
        this.width = end - start + 3;
        this.places = new int[pixels.length];
        this.inside = new boolean[height * width];
        this.neighbours = new double[height * width];
        for (int i = 0; i < places.length; i++) {
            places[i] = (pixels[i] / hole.width() - top) * width + pixels[i] % hole.width() - left;
            inside[places[i]] = true;
        }
        for (int i = 0; i < neighbours.length; i++) {
            int row = i / width + top;
            int column = i % width + left;
            boolean there = row >= 0 && row < hole.height() && column >= 0 && column < hole.width();
            neighbours[i] = there ? hole.neighbours(row * hole.width() + column) : 0;
        }
        this.poisson = PoissonCycle.of(height, width, inside, neighbours);
    }

    @Override
    public int[] pixels() {
        return pixels;
    }

    @Override
    public double[] solve(double[] b) {
        double[] r = new double[inside.length];
        for (int i = 0; i < places.length; i++) {
            r[places[i]] = b[i];
        }
        double[] x = new double[r.length];
        double[] z = about(r);
        double[] p = z.clone();
        double rz = dot(r, z);
        double enough = TOLERANCE * TOLERANCE * rz;
        for (int k = 0; k < MOST && rz > enough; k++) {
            double[] ap = twice(p);
            double alpha = rz / dot(p, ap);
            for (int i = 0; i < x.length; i++) {
                x[i] += alpha * p[i];
                r[i] -= alpha * ap[i];
            }
            z = about(r);
            double next = dot(r, z);
            double beta = next / rz;
            for (int i = 0; i < p.length; i++) {
                p[i] = z[i] + beta * p[i];
            }
            rz = next;
        }
        double[] u = new double[places.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = x[places[i]];
        }
        return u;
    }

    private double[] about(double[] r) {
        return poisson.solve(poisson.solve(r));
    }

    /** L²x on the hole. */
    private double[] twice(double[] x) {
        double[] once = new double[x.length];
        for (int at = 0; at < x.length; at++) {
            if (neighbours[at] > 0) {
                once[at] = around(x, at) - neighbours[at] * x[at];
            }
        }
        double[] twice = new double[x.length];
        for (int at : places) {
            twice[at] = around(once, at) - neighbours[at] * once[at];
        }
        return twice;
    }

    /** The sum over the four neighbours; what is outside of the frame, or of the plane, is 0. */
    private double around(double[] x, int at) {
        int row = at / width;
        int column = at % width;
        double sum = row > 0 ? x[at - width] : 0;
        sum += row + 1 < height ? x[at + width] : 0;
        sum += column > 0 ? x[at - 1] : 0;
        return sum + (column + 1 < width ? x[at + 1] : 0);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
