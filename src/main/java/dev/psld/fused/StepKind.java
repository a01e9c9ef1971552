package dev.psld.fused;

import dev.psld.chain.TextCondition;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import java.util.Optional;

/**
 * What a step graph does: graphs differ in this, everything else is fed. Immutable.
 *
 * @param prior the noise predictor and DDIM are in; without them the latent itself is moved
 * @param guided the measurement is looked at and its gradient subtracted
 * @param glued the encoder looks at the glued picture too
 * @param noisy measurement noise is fed (author mode)
 * @param drawn a draw of the encoder's posterior is fed
 * @param wandering noise is added on the way (DDIM with η above 0)
 * @param clipped the gradient's length is limited
 * @param texts how often the noise predictor is in, told something else each time; 0 where it is told what the bundle holds
 * @param apart the step to the next noise level goes by the first of its predictions alone (CFG++)
 */
record StepKind(
        boolean prior,
        boolean guided,
        boolean glued,
        boolean noisy,
        boolean drawn,
        boolean wandering,
        boolean clipped,
        int texts,
        boolean apart) {

    static StepKind step(Settings settings, Optional<TextCondition> text, boolean guided, boolean wandering) {
        int texts = text.map(told -> told.branches().size()).orElse(0);
        return new StepKind(
                true,
                guided,
                guided && settings.method().encodes(),
                guided && settings.mode() == Mode.AUTHOR,
                guided && settings.drawsEncoded(),
                wandering,
                guided && settings.clip() > 0,
                texts,
                texts > 1 && text.filter(TextCondition::renoisesByFirst).isPresent());
    }

    static StepKind polish(Settings settings) {
        return new StepKind(false, true, settings.method().encodes(), false, false, false, false, 0, false);
    }
}
