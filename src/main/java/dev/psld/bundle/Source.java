package dev.psld.bundle;

import dev.psld.derive.ModelException;
import java.util.List;

/**
 * What {@code model.json} says of the forward graphs that an export wrote: the input of {@code psld export}. Immutable.
 * The fields are those of {@link Manifest}.
 */
public record Source(
        String name,
        String licence,
        String source,
        List<Integer> image,
        List<Integer> latent,
        double scale,
        Manifest.Prediction prediction,
        Manifest.Schedule schedule) {

    public Source {
        image = List.copyOf(image);
        latent = List.copyOf(latent);
        Manifest.fault(image, latent, scale, schedule).ifPresent(fault -> {
            throw new ModelException("model.json: " + fault);
        });
    }
}
