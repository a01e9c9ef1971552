package dev.psld.cli.restore;

import dev.psld.bundle.Manifest;
import dev.psld.chain.Decoding;
import dev.psld.chain.Encoding;
import dev.psld.chain.Measurement;
import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.ort.Pick;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Sample;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepListener;
import java.util.Optional;

/** Samples pictures for photos: model, sampler and measurement put together. Used by one thread; the model stays the caller's. */
public final class Restoration {
    private final ModelSessions models;
    private final Pick pick;
    private final Settings settings;

    public Restoration(ModelSessions models, Pick pick, Settings settings) {
        this.models = models;
        this.pick = pick;
        this.settings = settings;
    }

    /**
     * Draws one picture.
     *
     * @throws dev.psld.sampler.DivergedException at the first NaN or infinity
     */
    public Outcome restore(Photo photo, long seed, Progress progress) {
        Settings own = settings(photo).withSeed(seed);
        Sampler sampler = sampler(models.bundle().manifest(), own);
        try (ModelChain chain = new ModelChain(
                        models, pick, new Measurement(photo.operator(), photo.y()), own.method(), own.mode());
                Decoding decoding = new Decoding(models)) {
            Sample sample = sampler.sample(chain, guess(photo, own), listener(progress, decoding));
            float[] picture = own.method().measures() ? chain.picture() : decoding.decode(sample.latent());
            return new Outcome(seed, picture, sample.residual(), chain.clock().seconds());
        }
    }

    /** How many steps a restoration takes: in author mode the authors' grid has more than were asked for. */
    public static int steps(Manifest manifest, Settings settings) {
        return sampler(manifest, settings).grid().points().size() + settings.polish();
    }

    private static Sampler sampler(Manifest manifest, Settings settings) {
        Manifest.Schedule s = manifest.schedule();
        return new Sampler(NoiseSchedule.of(s.kind(), s.start(), s.end(), s.steps()), settings);
    }

    /** Without a first guess, sampling starts from pure noise. */
    private Settings settings(Photo photo) {
        return photo.guess().isPresent() ? settings : settings.withStart(1);
    }

    private Optional<float[]> guess(Photo photo, Settings own) {
        if (own.start() >= 1) {
            return Optional.empty();
        }
        try (Encoding encoding = new Encoding(models)) {
            return photo.guess().map(encoding::encode);
        }
    }

    private static StepListener listener(Progress progress, Decoding decoding) {
        return report -> {
            progress.step(report.step(), report.steps(), report.residual());
            if (progress.wantsPreview(report.step())) {
                progress.preview(report.step(), decoding.decode(report.estimate()));
            }
        };
    }
}
