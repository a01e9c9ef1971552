package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.sampler.NoiseSchedule;

/** The noise schedule that a model was trained with. Stateless. */
public final class Schedules {
    private Schedules() {}

    /** The schedule that a manifest tells of. */
    public static NoiseSchedule of(Manifest manifest) {
        Manifest.Schedule s = manifest.schedule();
        return s.kind().equals("trained")
                ? NoiseSchedule.ofBetas(
                        s.betas().stream().mapToDouble(Double::doubleValue).toArray())
                : NoiseSchedule.of(s.kind(), s.start(), s.end(), s.steps());
    }
}
