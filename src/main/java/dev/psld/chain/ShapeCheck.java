package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.Signature;
import dev.psld.derive.ModelException;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.util.List;

/** Compares the pictures and latents of a bundle's graphs with what its manifest says. Stateless. */
final class ShapeCheck {
    private ShapeCheck() {}

    /** Throws a {@link ModelException} that names the first input of another shape. */
    static void check(Bundle bundle, String role, int batch, Session forward) {
        Manifest manifest = bundle.manifest();
        Signature signature = Signature.of(role, manifest.image(), manifest.latent());
        TensorInfo input = forward.input(signature.input());
        List<Long> wanted = signature.inputShape().with(0, batch).dims();
        if (!input.shape().equals(wanted)) {
            throw new ModelException(bundle.forward(role) + " takes the shape " + input.shape()
                    + ", but bundle.json says " + wanted + ": copy the bundle again, or make it with ‘psld export’");
        }
    }
}
