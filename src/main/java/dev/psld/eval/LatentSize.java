package dev.psld.eval;

import dev.psld.bundle.Manifest;
import java.util.Optional;

/** Which pictures a latent model is compared on: those of its own size, for windows are another method. Stateless. */
final class LatentSize {
    private LatentSize() {}

    /** Why a model cannot take a picture; empty where it can. */
    static Optional<String> refusal(Manifest model, Subject subject) {
        int height = model.image().get(1);
        int width = model.image().get(2);
        return height == subject.height() && width == subject.width()
                ? Optional.empty()
                : Optional.of("the model " + model.name() + " makes pictures of " + width + "×" + height
                        + ", and this one has " + subject.width() + "×" + subject.height());
    }
}
