package dev.psld.bundle;

import dev.psld.derive.ModelException;
import java.util.Optional;

/** What a model with a small decoder for guidance must have besides, looked at before anything is made. Stateless. */
final class GuideDecoderRule {
    private GuideDecoderRule() {}

    /** @param gradients whether pullbacks are made */
    static void require(ModelDescription said, boolean gradients) {
        Optional<ModelDescription.SourceGraph> guide =
                Optional.ofNullable(said.graphs().get(Role.GUIDE_DECODER));
        if (guide.isEmpty()) {
            return;
        }
        if (!said.graphs().containsKey(Role.DECODER)) {
            throw new ModelException("the model " + said.model().name() + " has a " + Role.GUIDE_DECODER
                    + " and no decoder whose place it could take: give both, or leave it out");
        }
        if (!gradients || !guide.get().differentiate()) {
            throw new ModelException("the " + Role.GUIDE_DECODER + " is there for its pullback, and none would be made:"
                    + " leave it out, or " + (gradients ? "“differentiate”: false" : "--no-gradients"));
        }
    }
}
