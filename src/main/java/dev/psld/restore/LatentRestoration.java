package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.chain.BatchChain;
import dev.psld.chain.BoundLease;
import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.PictureEncoder;
import dev.psld.chain.Schedules;
import dev.psld.chain.TextCondition;
import dev.psld.fused.FusedModel;
import dev.psld.fused.FusedStep;
import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.picture.BadPictureException;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.LatentModel;
import dev.psld.sampler.LatentSolver;
import dev.psld.sampler.LatentSteps;
import dev.psld.sampler.Sample;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.Solver;
import dev.psld.sampler.StepEngine;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Samples pictures by a latent model: model, sampler and measurement put together. */
final class LatentRestoration implements Restoration {
    private final ModelSessions models;
    private final Optional<FusedModel> fused;
    private final Stepping stepping;
    private final Pick pick;
    private final Settings settings;
    private final Optional<TextCondition> text;
    private final TiledRestoration tiled;

    /**
     * @param text what the settings' prompt is to the model; empty for none
     * @param tapeMemory bytes that the tapes of one picture's windows may take
     * @param fused takes the place of the chain for single pictures
     * @param stepping where it was asked for by name, a user's operator that cannot be fused is refused
     */
    LatentRestoration(
            ModelSessions models,
            Optional<FusedModel> fused,
            Stepping stepping,
            Pick pick,
            Settings settings,
            Optional<TextCondition> text,
            long tapeMemory) {
        this.models = models;
        this.fused = fused;
        this.stepping = stepping;
        this.pick = pick;
        this.settings = settings;
        this.text = text;
        this.tiled = new TiledRestoration(models, pick, settings, text, tapeMemory);
    }

    @Override
    public List<Attempt> restore(List<Draw> draws) {
        boolean together = models.batch() > 1 && draws.stream().noneMatch(draw -> tiled.takes(draw.photo()));
        return together ? together(draws) : draws.stream().map(this::single).toList();
    }

    /** One picture, by graphs for as many as there are. */
    private Attempt single(Draw draw) {
        if (tiled.takes(draw.photo())) {
            return stepping == Stepping.FUSED
                    ? Attempt.failed(inWindows(draw, "which one graph a step cannot do: leave --engine fused out"))
                    : settings.plugIns().attention() > 0
                            ? Attempt.failed(
                                    inWindows(draw, "which the perturbed net cannot do: leave --attention out"))
                            : tiled.restore(draw);
        }
        if (models.batch() > 1) {
            return together(List.of(draw)).get(0);
        }
        return fused.filter(model ->
                        stepping == Stepping.FUSED || model.fits(draw.photo().operator()))
                .map(model -> whole(draw, model))
                .orElseGet(() -> alone(draw));
    }

    private BadPictureException inWindows(Draw draw, String why) {
        List<Integer> window = models.bundle().manifest().image();
        return new BadPictureException("A picture of " + draw.photo().geometry().width() + "×"
                + draw.photo().geometry().height() + " pixels is restored in windows of " + window.get(2) + "×"
                + window.get(1) + ", " + why + ".");
    }

    /** How many steps a run takes: in author mode the authors' grid has more than were asked for. */
    static int steps(Manifest manifest, Settings settings) {
        return sampler(manifest, settings).grid().points().size() + settings.polish();
    }

    private Attempt alone(Draw draw) {
        Settings own = settings(draw);
        try (Previews previews = new Previews(models);
                AttentionGuidance guidance = new AttentionGuidance(models, pick, text);
                BoundLease<ModelChain> lease =
                        models.lease(pick, draw.photo().measurement(), own.method(), own.mode(), text)) {
            ModelChain chain = lease.bound();
            Optional<float[]> guess = guesses(List.of(draw), own).getOrDefault(draw.photo(), Optional.empty());
            return attempt(
                    draw,
                    own,
                    engine(guidance.over(chain, own), own, draw, guess),
                    guess,
                    previews,
                    chain::picture,
                    chain.clock()::seconds);
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    private StepEngine engine(GuidanceChain chain, Settings own, Draw draw, Optional<float[]> guess) {
        int channels = models.bundle().manifest().latent().get(0);
        return LatentSteps.of(chain, own, draw.photo().measurement(), guess, channels);
    }

    /** Every step as one graph. */
    private Attempt whole(Draw draw, FusedModel model) {
        Settings own = settings(draw);
        try (Previews previews = new Previews(models);
                BoundLease<FusedStep> lease = model.lease(draw.photo().measurement(), own, text)) {
            FusedStep step = lease.bound();
            Optional<float[]> guess = guesses(List.of(draw), own).getOrDefault(draw.photo(), Optional.empty());
            return attempt(draw, own, step, guess, previews, step::picture, step.clock()::seconds);
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    private List<Attempt> together(List<Draw> draws) {
        Settings all = settings(draws.get(0));
        List<Measurement> measurements =
                draws.stream().map(draw -> draw.photo().measurement()).toList();
        try (Previews previews = new Previews(models);
                AttentionGuidance guidance = new AttentionGuidance(models, pick, text);
                BatchChain chain = new BatchChain(models, pick, measurements, all.method(), all.mode(), text);
                SamplingThreads crew = new SamplingThreads(draws.size())) {
            IdentityHashMap<Photo, Optional<float[]>> guesses = guesses(draws, all);
            List<Callable<Attempt>> lanes = new ArrayList<>();
            for (int k = 0; k < draws.size(); k++) {
                int lane = k;
                Draw draw = draws.get(k);
                lanes.add(() -> {
                    try {
                        return attempt(
                                draw,
                                settings(draw),
                                engine(
                                        guidance.over(chain.lane(lane), all),
                                        settings(draw),
                                        draw,
                                        guesses.getOrDefault(draw.photo(), Optional.empty())),
                                guesses.getOrDefault(draw.photo(), Optional.empty()),
                                previews,
                                () -> chain.picture(lane),
                                () -> share(chain.clock().seconds(), draws.size()));
                    } finally {
                        chain.leave();
                    }
                });
            }
            return crew.all(lanes);
        } catch (RuntimeException e) {
            return draws.stream().map(draw -> Attempt.failed(e)).toList();
        }
    }

    private Attempt attempt(
            Draw draw,
            Settings own,
            StepEngine engine,
            Optional<float[]> guess,
            Previews previews,
            Supplier<float[]> picture,
            Supplier<Map<String, Double>> seconds) {
        try {
            Solver solver = new LatentSolver(
                    latentModel(engine, guess, previews, picture),
                    Schedules.of(models.bundle().manifest()),
                    own);
            Sample sample = draw.by(solver);
            return Attempt.of(
                    new Outcome(draw.seed(), sample.picture(), sample.residual(), models.batch(), seconds.get()));
        } catch (RuntimeException e) {
            return Attempt.failed(e);
        }
    }

    /** A bound engine as the solver sees it; the guess was encoded before, once a photo. */
    private LatentModel latentModel(
            StepEngine engine, Optional<float[]> guess, Previews previews, Supplier<float[]> picture) {
        return new LatentModel() {
            @Override
            public StepEngine engine(Measurement measurement) {
                return engine;
            }

            @Override
            public float[] encode(float[] given) {
                return guess.orElseThrow();
            }

            @Override
            public float[] decode(float[] latent) {
                return previews.decode(latent);
            }

            /** The picture of the last look, where it can be had: older runtimes copy nothing from a device. */
            @Override
            public float[] looked(float[] latent) {
                return models.copiesTensors() ? picture.get() : previews.decode(latent);
            }
        };
    }

    /** One encoding a photo, whatever the number of its samples. */
    private IdentityHashMap<Photo, Optional<float[]>> guesses(List<Draw> draws, Settings all) {
        IdentityHashMap<Photo, Optional<float[]>> guesses = new IdentityHashMap<>();
        if (all.start() < 1) {
            try (PictureEncoder encoding = new PictureEncoder(models)) {
                draws.forEach(draw -> guesses.computeIfAbsent(
                        draw.photo(), photo -> guess(draw, all).map(encoding::encode)));
            }
        }
        return guesses;
    }

    private static Map<String, Double> share(Map<String, Double> seconds, int lanes) {
        Map<String, Double> shares = new TreeMap<>();
        seconds.forEach((stage, s) -> shares.put(stage, s / lanes));
        return shares;
    }

    private static Sampler sampler(Manifest manifest, Settings settings) {
        return new Sampler(Schedules.of(manifest), settings);
    }

    private Settings settings(Draw draw) {
        return (Settings) draw.photo().settings(settings).withSeed(draw.seed());
    }

    private static Optional<float[]> guess(Draw draw, Settings own) {
        return own.start() >= 1 ? Optional.empty() : draw.photo().guess();
    }
}
