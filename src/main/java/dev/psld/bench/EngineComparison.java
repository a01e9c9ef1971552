package dev.psld.bench;

import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.fused.FusedModel;
import dev.psld.fused.FusedStep;
import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.sampler.ChainedStep;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepEngine;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.Vectors;
import java.util.Arrays;
import java.util.Optional;

/**
 * The chain and the fused graph on the same steps, in turn. Immutable.
 *
 * @param firstSeconds from nothing bound to the end of a first run, chain and fused: sessions of the fused graph included,
 *     those of the chain loaded before
 * @param drift max|Δ| over max|·| of the latents after all steps
 * @param chainSeconds a step of the chain, the least of all rounds
 * @param fusedSeconds a step of the fused graph, the least of all rounds
 * @param ratio fused over chain, the median of the rounds
 */
@SuppressWarnings("ArrayRecordComponent") // two times, compared by nobody
public record EngineComparison(
        double[] firstSeconds, double drift, double chainSeconds, double fusedSeconds, double ratio) {

    /**
     * Runs both.
     *
     * @param sampler of these settings
     * @param rounds how often both run all steps, at least 1
     */
    public static EngineComparison of(
            ModelSessions models,
            FusedModel fused,
            Pick pick,
            Measurement measurement,
            Settings settings,
            Sampler sampler,
            int rounds) {
        int steps = sampler.grid().points().size();
        long began = System.nanoTime();
        try (ModelChain chain = new ModelChain(models, pick, measurement, settings.method(), settings.mode())) {
            StepEngine chained = new ChainedStep(chain, settings);
            float[] expected = run(sampler, chained);
            double chainFirst = since(began);
            began = System.nanoTime();
            try (FusedStep step = new FusedStep(fused, measurement, settings)) {
                float[] found = run(sampler, step);
                double[] first = {chainFirst, since(began)};
                double[] a = new double[rounds];
                double[] b = new double[rounds];
                double[] ratios = new double[rounds];
                for (int i = 0; i < rounds; i++) {
                    a[i] = seconds(sampler, chained) / steps;
                    b[i] = seconds(sampler, step) / steps;
                    ratios[i] = b[i] / a[i];
                }
                Arrays.sort(ratios);
                return new EngineComparison(
                        first,
                        Vectors.relativeDifference(found, expected),
                        Arrays.stream(a).min().orElseThrow(),
                        Arrays.stream(b).min().orElseThrow(),
                        ratios[rounds / 2]);
            }
        }
    }

    private static float[] run(Sampler sampler, StepEngine engine) {
        return sampler.sample(engine, Optional.empty(), StepListener.NONE).latent();
    }

    private static double seconds(Sampler sampler, StepEngine engine) {
        long began = System.nanoTime();
        run(sampler, engine);
        return since(began);
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
