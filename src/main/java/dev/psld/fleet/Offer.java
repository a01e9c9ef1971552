package dev.psld.fleet;

import java.util.List;

/**
 * What a worker has: it is given no job that needs more. Immutable.
 *
 * @param models names of the model bundles that it has
 * @param memory gigabytes that a job may take
 * @param gpu whether it computes on one
 */
public record Offer(List<String> models, int memory, boolean gpu) {
    /** Of who takes no jobs at all, such as a command that only submits them. */
    public static final Offer NOTHING = new Offer(List.of(), 0, false);

    public Offer {
        models = List.copyOf(models);
    }

    boolean serves(Needs needs) {
        return needs.model().map(models::contains).orElse(true) && needs.memory() <= memory && (gpu || !needs.gpu());
    }
}
