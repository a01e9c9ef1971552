package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.operator.Measurement;
import dev.psld.ort.ElementType;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Pick;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import dev.psld.sampler.WrappedChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The guidance chain of a picture larger or smaller than the model: U, D and E in overlapping windows inside every step, the operator
 * on the whole picture (algorithms F). Its pullbacks are the transposes of cutting, blending and reflecting, so that the
 * gradient is that of the whole loss. Used by one thread; made for one measurement, closed by its maker, and does not close the
 * sessions.
 *
 * <p>For a picture of the model's own size it gives the very numbers of {@link ModelChain}.
 */
public final class TiledChain implements GuidanceChain, Reusable {
    private final ModelSessions models;
    private final Manifest manifest;
    private final LatentTiles tiles;
    private final Measurement whole;
    private final Optional<boolean[]> covered;
    private final Measurement measurement;
    private final long informative;
    private final boolean gluing;
    private final StageClock clock = new StageClock();
    private final OpenParts open = new OpenParts();
    private final TiledNet<NoiseWindow> predictor;
    private final TiledNet<CodecWindow> decoder;
    private final TiledNet<CodecWindow> encoder;
    private final OrtTensor x;
    private final GlueStages glue;
    private final GlueStages.GluePull gluePullback;
    private final Optional<OrtTensor> gluedCotangent;
    private final int groups;
    private Optional<GuidanceChain> guide = Optional.empty();
    private float[] seen = new float[0];
    private Optional<float[]> renoising = Optional.empty();

    /**
     * Binds the sessions for one measurement.
     *
     * @param method decides whether and what is glued
     * @param mode author mode adds noise to every measurement
     * @param kept groups of windows whose tapes are kept, at least 1: the others are run again for their pullback
     */
    public TiledChain(
            ModelSessions models, Pick pick, Measurement whole, Method method, Mode mode, LatentTiles tiles, int kept) {
        this(models, pick, whole, method, mode, Optional.empty(), tiles, kept);
    }

    /**
     * The same for a model that is told something.
     *
     * @param text empty for what the bundle holds
     */
    public TiledChain(
            ModelSessions models,
            Pick pick,
            Measurement whole,
            Method method,
            Mode mode,
            Optional<TextCondition> text,
            LatentTiles tiles,
            int kept) {
        this.models = models;
        this.manifest = models.bundle().manifest();
        this.tiles = tiles;
        this.whole = whole;
        this.covered = tiles.covered();
        this.measurement = covered.map(whole::within).orElse(whole);
        this.informative = measurement.informative();
        this.gluing = method.encodes();
        try {
            groups = Math.max(1, Math.min(kept, TiledNet.groups(tiles.windows(), models.batch())));
            TileBlend latents = tiles.latents();
            TileBlend pictures = tiles.pictures();
            int moments = tiles.channels() * CodecWindow.encoded(models).size();
            int predictions = text.filter(told -> told.branches().size() > 1)
                            .filter(TextCondition::renoisesByFirst)
                            .isPresent()
                    ? 2
                    : 1;
            predictor = net(
                    groups,
                    () -> new NoiseWindow(models, text, clock),
                    latents,
                    latents,
                    predictions * tiles.channels());
            decoder = net(
                    groups,
                    () -> CodecWindow.decoder(models, clock),
                    latents,
                    pictures,
                    manifest.image().get(0));
            encoder = net(groups, () -> CodecWindow.encoder(models, clock), pictures, latents, moments);
            long[] image = measurement.operator().imageShape().toArray();
            x = open.keep(OrtTensor.allocate(models.environment(), ElementType.FLOAT, image));
            glue = open.keep(new GlueStages(
                    models.environment(),
                    SessionOptions.defaults().with(pick),
                    List.of(OperatorRun.glued(measurement, method)),
                    gluing,
                    mode == Mode.AUTHOR,
                    x,
                    clock));
            gluedCotangent = gluing
                    ? Optional.of(open.keep(OrtTensor.allocate(models.environment(), ElementType.FLOAT, image)))
                    : Optional.empty();
            gluePullback = glue.bindPullback(gluedCotangent);
            clock.reset();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <N extends WindowNet> TiledNet<N> net(
            int groups, Supplier<N> made, TileBlend in, TileBlend out, int outputChannels) {
        List<N> nets = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            nets.add(open.keep(made.get()));
        }
        return new TiledNet<>(nets, models.batch(), in, out, outputChannels);
    }

    @Override
    public int latentLength() {
        return tiles.latentLength();
    }

    @Override
    public double scale() {
        return manifest.scale();
    }

    @Override
    public int measurementLength() {
        return measurement.y().length;
    }

    @Override
    public long informative() {
        return informative;
    }

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        predictor.nets().forEach(net -> net.at(alphaBar, t));
        float[] predicted = predictor.run(zt);
        int n = latentLength();
        renoising = predicted.length > n ? Optional.of(Arrays.copyOfRange(predicted, n, 2 * n)) : Optional.empty();
        return predicted.length > n ? Arrays.copyOf(predicted, n) : predicted;
    }

    @Override
    public float[] renoising(float[] predicted) {
        return renoising.orElse(predicted);
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        return predictor.pull(renoising.isPresent() ? Arrays.copyOf(cotangent, 2 * cotangent.length) : cotangent);
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        return observe(decoder, z, noise);
    }

    private Observation observe(TiledNet<CodecWindow> by, float[] z, Optional<float[]> noise) {
        seen = tiles.canvas().crop(by.run(z));
        x.put(seen);
        glue.noise(0, noise);
        glue.run();
        return new Observation(glue.residualSquared(0), gluing ? Optional.of(moments(glued())) : Optional.empty());
    }

    private float[] glued() {
        try (OrtTensor host = glue.glued().toHost()) {
            return host.toFloats();
        }
    }

    private Moments moments(float[] picture) {
        float[] all = encoder.run(tiles.canvas().lay(picture));
        int n = latentLength();
        return new Moments(
                Arrays.copyOf(all, n),
                all.length > n ? Optional.of(Arrays.copyOfRange(all, n, all.length)) : Optional.empty());
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        return pull(decoder, residualScale, encoded);
    }

    private float[] pull(TiledNet<CodecWindow> by, double residualScale, Optional<Moments> encoded) {
        gluePullback.scale().put(0, (float) residualScale);
        gluedCotangent.ifPresent(
                tensor -> tensor.put(tiles.canvas().gather(encoder.pull(cotangents(encoded.orElseThrow())))));
        gluePullback.stage().run();
        try (OrtTensor host = gluePullback.pictures().toHost()) {
            return by.pull(tiles.canvas().embed(host.toFloats()));
        }
    }

    private static float[] cotangents(Moments moments) {
        float[] mean = moments.mean();
        int n = mean.length;
        float[] all = Arrays.copyOf(mean, moments.logVariance().isPresent() ? 2 * n : n);
        moments.logVariance().ifPresent(spread -> System.arraycopy(spread, 0, all, n, n));
        return all;
    }

    @Override
    public GuidanceChain guide() {
        if (guide.isEmpty() && manifest.hasGuideDecoder()) {
            guide = Optional.of(new Guide(net(
                    groups,
                    () -> CodecWindow.guide(models, clock),
                    tiles.latents(),
                    tiles.pictures(),
                    manifest.image().get(0))));
        }
        return guide.orElse(this);
    }

    /** This chain measured by the small decoder. */
    private final class Guide extends WrappedChain {
        private final TiledNet<CodecWindow> small;

        Guide(TiledNet<CodecWindow> small) {
            super(TiledChain.this);
            this.small = small;
        }

        @Override
        public Observation observe(float[] z, Optional<float[]> noise) {
            return TiledChain.this.observe(small, z, noise);
        }

        @Override
        public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
            return pull(small, residualScale, encoded);
        }
    }

    /** The picture of the last {@link #observe}, C×H×W in about [−1, 1], not clamped; what is known where no window is. */
    public float[] picture() {
        return shown(seen);
    }

    private float[] shown(float[] picture) {
        float[] all = picture.clone();
        covered.ifPresent(held -> {
            for (int i = 0; i < all.length; i++) {
                all[i] = held[i % held.length] ? all[i] : whole.y()[i];
            }
        });
        return all;
    }

    /** D(latent/s) of a latent of the whole picture; what the last {@link #observe} kept is lost. */
    public float[] decode(float[] latent) {
        float[] scaled = new float[latent.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (latent[i] / manifest.scale());
        }
        return shown(tiles.canvas().crop(decoder.run(scaled)));
    }

    /** s·E(picture)'s mean; what the last {@link #observe} kept is lost. */
    public float[] encode(float[] picture) {
        float[] latent = moments(picture).mean();
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) (latent[i] * manifest.scale());
        }
        return latent;
    }

    /** Time spent by stage since the chain was made. */
    public StageClock clock() {
        return clock;
    }

    @Override
    public void restart() {
        clock.reset();
    }

    @Override
    public void close() {
        open.close();
    }
}
