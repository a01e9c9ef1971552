package dev.psld.restore;

import dev.psld.sampler.SamplerState;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.StepReport;

/** Passes a solver's steps on to those who follow a restoration. Immutable. */
record ProgressListener(Progress progress) implements StepListener {
    @Override
    public void step(StepReport report) {
        progress.reached(new SamplerState(report.step(), report.latent()));
        progress.step(report.step(), report.steps(), report.residual());
        if (progress.wantsPreview(report.step())) {
            progress.preview(report.step(), report.picture().get());
        }
    }
}
