package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.EncodedPrompt;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.derive.ModelException;
import dev.psld.graph.Tensor;
import java.util.Optional;

/** What a UNet takes besides latent and timestep. Stateless. */
final class FixedInputs {
    private FixedInputs() {}

    /** Binds what is told, constants, and what the bundle has a default for. */
    static void feed(Stage forward, Bundle bundle, GraphEntry unet, Optional<EncodedPrompt> told) {
        for (TensorSpec input : unet.inputs()) {
            if (input.holds() != Quantity.LATENT && input.holds() != Quantity.TIMESTEP) {
                Tensor value = told.flatMap(
                                text -> Optional.ofNullable(text.values().get(input.holds())))
                        .or(() -> bundle.fixed(input))
                        .orElseThrow(() -> new ModelException(bundle.forward(Role.UNET) + " takes “" + input.name()
                                + "” (" + input.holds().word() + "), for which the bundle holds no value: "
                                + "choose another model"));
                Tensors.fillRows(forward.hostInput(input.name()), value);
            }
        }
    }
}
