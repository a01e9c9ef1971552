package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.derive.ModelException;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import java.util.OptionalInt;

/** How many steps of a run the full decoder guides, where the model has a small one. Stateless. */
final class GuideDecoderSteps {
    /** Where nobody says: measured with a small decoder of portrait64 (docs/quality.md). */
    private static final int USUAL = 5;

    private GuideDecoderSteps() {}

    /**
     * Chooses.
     *
     * @param asked empty where nobody said
     * @return how many of the last sampling steps; empty for all
     */
    static OptionalInt of(OptionalInt asked, Settings all, Manifest model) {
        if (asked.isPresent() && asked.getAsInt() < all.steps()) {
            require(all, model);
            return asked;
        }
        boolean usual = asked.isEmpty()
                && model.hasGuideDecoder()
                && all.mode() == Mode.STABLE
                && all.method().pullsObservation()
                && USUAL < all.steps();
        return usual ? OptionalInt.of(USUAL) : OptionalInt.empty();
    }

    private static void require(Settings all, Manifest model) {
        if (!model.hasGuideDecoder()) {
            throw new ModelException(
                    "the model " + model.name()
                            + " has no small decoder for guidance, so that every step is guided by the full one: leave"
                            + " --full-decoder-steps out, or install the model with ‘psld models add … --guide-decoder SOURCE’");
        }
        if (!all.method().pullsObservation()) {
            throw new IllegalArgumentException("fullDecoderSteps says nothing about "
                    + all.method().word() + ", which takes no gradient through a decoder: leave it out");
        }
        if (all.mode() == Mode.AUTHOR) {
            throw new IllegalArgumentException("author mode is that of PSLD's authors, whose every step is by the full"
                    + " decoder: leave fullDecoderSteps out");
        }
    }
}
