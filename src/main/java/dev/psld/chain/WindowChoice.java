package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.WindowSize;
import java.util.List;
import java.util.Optional;

/** The size of a model's windows as somebody asks for it: smaller ones take less memory and more time. Stateless. */
public final class WindowChoice {
    private WindowChoice() {}

    /**
     * The model with windows of another size.
     *
     * @param side pixels
     * @throws IllegalArgumentException when the model does not take windows of that size
     */
    public static Bundle of(Bundle bundle, int side) {
        Manifest m = bundle.manifest();
        int most = Math.min(m.image().get(1), m.image().get(2));
        Optional<WindowSize> size = m.anySize().filter(s -> m.onPictures());
        if (size.isEmpty()) {
            if (side == most && side == Math.max(m.image().get(1), m.image().get(2))) {
                return bundle;
            }
            throw new IllegalArgumentException("the model " + m.name() + " takes windows of "
                    + m.image().get(2) + "×" + m.image().get(1)
                    + " pixels only, not of " + side
                    + ", for it is not fully convolutional: leave tile out, or choose a"
                    + " model that takes any size");
        }
        int multiple = size.get().multiple();
        int least = (2 * size.get().overlap() / multiple + 1) * multiple;
        if (side < least || side > most || side % multiple != 0) {
            throw new IllegalArgumentException(
                    "the model " + m.name() + " takes windows of " + least + " to " + most + " pixels, in steps of "
                            + multiple + ", not of " + side + ": give tile one of these, or leave it out");
        }
        return new Bundle(
                bundle.folder(),
                new Manifest(
                        m.name(),
                        m.licence(),
                        m.source(),
                        List.of(m.image().get(0), side, side),
                        m.anySize(),
                        m.latentSize(),
                        m.scale(),
                        m.predicts(),
                        m.trained(),
                        m.conditioning(),
                        m.precision(),
                        m.mode(),
                        m.opset(),
                        m.presets(),
                        m.files(),
                        m.graphs()));
    }
}
