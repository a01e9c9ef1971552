package dev.psld.restore;

import dev.psld.ort.Provider;

/** How the graphs of a step run: one after the other, or as one graph. */
public enum Stepping {
    /** Chooses by provider and number of steps. */
    AUTO,
    /** Eight sessions one after the other. */
    CHAIN,
    /** One graph a step. */
    FUSED;

    /**
     * Steps from which one graph pays on a CPU: it saves about 9 % of a step of portrait64, and takes as long as 185 such
     * savings more to load than the chain.
     */
    private static final int WORTH_FUSING = 200;

    /**
     * Whether one graph is to be used. The choice depends on the settings alone, not on how many pictures there are, so that
     * the same seed gives the same bytes; on GPUs, where it was not measured, AUTO stays with the chain.
     */
    public boolean fuses(Provider provider, int steps) {
        return this == FUSED || (this == AUTO && provider == Provider.CPU && steps >= WORTH_FUSING);
    }
}
