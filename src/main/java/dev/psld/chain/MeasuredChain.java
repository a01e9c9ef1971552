package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.operator.Measurement;
import dev.psld.sampler.GuidanceChain;

/** What a chain knows of its model and its measurement without running anything. Immutable. */
abstract class MeasuredChain implements GuidanceChain {
    private final Manifest manifest;
    private final Measurement measurement;
    private final long informative;

    MeasuredChain(Manifest manifest, Measurement measurement) {
        this.manifest = manifest;
        this.measurement = measurement;
        this.informative = measurement.informative();
    }

    /** Another chain of the same model and measurement. */
    MeasuredChain(MeasuredChain like) {
        this.manifest = like.manifest;
        this.measurement = like.measurement;
        this.informative = like.informative;
    }

    /** Whether the model has a small decoder to observe by. */
    final boolean hasGuide() {
        return manifest.hasGuideDecoder();
    }

    @Override
    public final int latentLength() {
        return manifest.latentLength();
    }

    @Override
    public final double scale() {
        return manifest.scale();
    }

    @Override
    public final int measurementLength() {
        return measurement.y().length;
    }

    @Override
    public final long informative() {
        return informative;
    }
}
