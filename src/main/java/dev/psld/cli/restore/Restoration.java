package dev.psld.cli.restore;

import dev.psld.bundle.Manifest;
import dev.psld.chain.Decoding;
import dev.psld.chain.Encoding;
import dev.psld.chain.Measurement;
import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.ort.Pick;
import dev.psld.picture.Picture;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Sample;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepReport;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Restores photos with loaded models: measurement, chain, sampler, picture. Used by one thread; the sessions stay the
 * caller's.
 */
public final class Restoration {
    private final ModelSessions models;
    private final Pick pick;
    private final NoiseSchedule schedule;

    public Restoration(ModelSessions models, Pick pick) {
        this.models = models;
        this.pick = pick;
        Manifest.Schedule s = models.bundle().manifest().schedule();
        this.schedule = NoiseSchedule.of(s.kind(), s.start(), s.end(), s.steps());
    }

    /** How many steps a run with these settings makes. */
    public int steps(Settings settings) {
        return new Sampler(schedule, settings).grid().points().size() + settings.polish();
    }

    /**
     * Draws one posterior sample.
     *
     * @param listener hears of every step, with a decoder for previews: it makes ẑ0 a finished picture when asked
     * @throws dev.psld.sampler.DivergedException at the first NaN or infinity
     */
    public Restored restore(Photo photo, Settings settings, BiConsumer<StepReport, Preview> listener) {
        Measurement measurement = new Measurement(photo.operator(), photo.y());
        try (ModelChain chain = new ModelChain(models, pick, measurement, settings.method(), settings.mode());
                Decoding decoding = new Decoding(models)) {
            Sample sample = new Sampler(schedule, settings)
                    .sample(
                            chain,
                            guess(photo, settings, chain),
                            report -> listener.accept(report, () -> photo.finish(decoding.decode(report.estimate()))));
            float[] made = settings.method().measures() ? chain.picture() : decoding.decode(sample.latent());
            return new Restored(
                    photo.finish(made),
                    settings.seed(),
                    sample.residual(),
                    chain.clock().seconds());
        }
    }

    /** Makes an intermediate picture when asked. */
    @FunctionalInterface
    public interface Preview {
        Picture picture();
    }

    private Optional<float[]> guess(Photo photo, Settings settings, ModelChain chain) {
        if (settings.start() >= 1) {
            return Optional.empty();
        }
        try (Encoding encoding = new Encoding(models)) {
            return Optional.of(encoding.encode(FirstGuess.of(photo, chain.lifted())));
        }
    }
}
