package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.bundle.Role;
import dev.psld.chain.BoundLease;
import dev.psld.chain.LatentTiles;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.Schedules;
import dev.psld.chain.TextCondition;
import dev.psld.chain.TiledChain;
import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.LatentModel;
import dev.psld.sampler.LatentSolver;
import dev.psld.sampler.LatentSteps;
import dev.psld.sampler.Method;
import dev.psld.sampler.Sample;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepEngine;
import java.util.Optional;

/**
 * Samples pictures of other sizes than a latent model's, in windows inside every step; of an inpainting only in those that touch a
 * hole. Thread-safe; the model stays the caller's.
 */
final class TiledRestoration {
    private final ModelSessions models;
    private final Pick pick;
    private final Settings settings;
    private final Optional<TextCondition> text;
    private final long tapeMemory;

    /** @param tapeMemory bytes that the tapes of one picture's windows may take; at least one group of windows is kept */
    TiledRestoration(
            ModelSessions models, Pick pick, Settings settings, Optional<TextCondition> text, long tapeMemory) {
        this.text = text;
        this.models = models;
        this.pick = pick;
        this.settings = settings;
        this.tapeMemory = tapeMemory;
    }

    /** Whether a photo takes windows. */
    boolean takes(Photo photo) {
        return LatentTiles.needed(manifest(), height(photo), width(photo));
    }

    /** Where the windows of a photo lie. */
    static LatentTiles tiles(Manifest manifest, Photo photo) {
        return LatentTiles.of(manifest, height(photo), width(photo), photo.sampled());
    }

    private static int height(Photo photo) {
        return photo.geometry().height();
    }

    private static int width(Photo photo) {
        return photo.geometry().width();
    }

    private Manifest manifest() {
        return models.bundle().manifest();
    }

    Attempt restore(Draw draw) {
        try {
            Photo photo = draw.photo();
            LatentTiles tiles = tiles(manifest(), photo);
            Settings own = weighted((Settings) photo.settings(settings).withSeed(draw.seed()), tiles);
            Measurement measurement = photo.measurement();
            try (BoundLease<TiledChain> lease =
                    models.lease(pick, measurement, own.method(), own.mode(), text, tiles, kept())) {
                TiledChain chain = lease.bound();
                Sample sample = draw.by(new LatentSolver(model(chain, own, photo), Schedules.of(manifest()), own));
                return Attempt.of(new Outcome(
                        draw.seed(),
                        sample.picture(),
                        sample.residual(),
                        models.batch(),
                        chain.clock().seconds()));
            }
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    /**
     * γ and ω for so many latents: the lengths of A.1 (8) grow as the root of what they run over, so that the gradient by one latent
     * shrinks as that root; times it a step moves every latent as far as in a picture of the model's size.
     */
    private Settings weighted(Settings all, LatentTiles tiles) {
        double root = Math.sqrt((double) tiles.latentLength() / manifest().latentLength());
        return all.withWeights(root * all.gamma(), root * all.omega());
    }

    /** Groups of windows that keep their tapes. */
    private int kept() {
        int predictions = text.map(told -> told.branches().size()).orElse(1);
        long further = (predictions - 1) * models.bundle().graph(Role.UNET).tapeBytes();
        long group = models.batch() * Math.max(1, manifest().tapeBytes() + further);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, tapeMemory / group));
    }

    private LatentModel model(TiledChain chain, Settings own, Photo photo) {
        return new LatentModel() {
            @Override
            public StepEngine engine(Measurement measurement) {
                Optional<float[]> guess =
                        own.method() == Method.SD_BLEND ? photo.guess().map(chain::encode) : Optional.empty();
                return LatentSteps.of(
                        chain, own, measurement, guess, manifest().latent().get(0));
            }

            @Override
            public float[] encode(float[] picture) {
                return chain.encode(picture);
            }

            @Override
            public float[] decode(float[] latent) {
                return chain.decode(latent);
            }

            @Override
            public float[] looked(float[] latent) {
                return chain.picture();
            }
        };
    }
}
