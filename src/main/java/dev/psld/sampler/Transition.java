package dev.psld.sampler;

/**
 * The way from a noise level down to the next where noise is added and nothing shrinks: x̂ + kept·(x − x̂) + fresh·ξ. Immutable.
 *
 * @param kept factor of what the picture has more than the estimate
 * @param fresh standard deviation of what is drawn anew
 */
record Transition(double kept, double fresh) {

    /**
     * As the reverse of the diffusion goes (Song and others, arXiv 2010.02502, equation 16, in this scaling).
     *
     * @param below the next level; 0 ends it
     * @param zeta part of an ancestral step's noise (its variance) that is drawn: 1 is DDPM, 0 DDIM
     */
    static Transition ancestral(double level, double below, double zeta) {
        double ratio = below / level;
        double fresh = Math.sqrt(zeta) * below * Math.sqrt(1 - ratio * ratio);
        return new Transition(Math.sqrt(below * below - fresh * fresh) / level, fresh);
    }

    /** The picture at the next level; what is drawn may be empty where nothing is. */
    float[] apply(float[] x, float[] estimate, float[] drawn) {
        float[] moved = new float[x.length];
        for (int i = 0; i < moved.length; i++) {
            double noise = fresh == 0 ? 0 : fresh * drawn[i];
            moved[i] = (float) (estimate[i] + kept * (x[i] - estimate[i]) + noise);
        }
        return moved;
    }
}
