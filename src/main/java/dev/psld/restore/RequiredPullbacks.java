package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Role;
import dev.psld.sampler.Method;
import dev.psld.sampler.Settings;
import java.util.ArrayList;
import java.util.List;

/** The pullbacks that a run with latents takes. Stateless. */
final class RequiredPullbacks {
    private RequiredPullbacks() {}

    /**
     * The settings, if the model has them.
     *
     * @throws dev.psld.derive.ModelException that names the first that is missing, and what can be done
     */
    static Settings in(Bundle model, Settings settings) {
        Method method = settings.method();
        List<String> roles = new ArrayList<>();
        if (method.pullsObservation() || settings.polish() > 0) {
            roles.add(Role.DECODER);
            if (method.encodes()) {
                roles.add(Role.ENCODER);
            }
        }
        if (settings.plugIns().fullDecoderSteps().isPresent()) {
            roles.add(Role.GUIDE_DECODER);
        }
        if (method.pullsNoise() && settings.plugIns().jacobianFree() < 1) {
            roles.add(Role.UNET);
        }
        model.requirePullbacks(roles);
        return settings;
    }
}
