package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The methods with latents that do not glue, beside what export/golden/reference_latents.py makes of the same noise. */
class LatentReferenceTest {
    /** A float's rounding over 24 steps of 40 Langevin steps each. */
    private static final double WITHIN = 1e-4;

    @SuppressWarnings("ArrayRecordComponent")
    private record Golden(
            double[] mu,
            double[] variance,
            double[][] a,
            double[] y,
            double bend,
            double scale,
            double sigma,
            double floor,
            double omega,
            double[] alphas,
            float[] start,
            float[] guess,
            boolean[] known,
            float[][] within,
            float[][] between,
            Made made) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Made(
            double[] fast,
            double[] attention,
            double[] refine,
            @JsonProperty("state-gradient") double[] stateGradient,
            @JsonProperty("jacobian-free") double[] jacobianFree,
            @JsonProperty("guide-every") double[] guideEvery,
            @JsonProperty("latent-daps") double[] latentDaps,
            @JsonProperty("sd-blend") double[] sdBlend) {}

    private static final Golden GOLDEN = read();

    private static Golden read() {
        try (InputStream in = LatentReferenceTest.class.getResourceAsStream("/golden/latents/latents.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(in), Golden.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GaussianChain chain() {
        return chain(1);
    }

    private static GaussianChain chain(double wider) {
        double[] variance = Arrays.stream(GOLDEN.variance).map(v -> wider * v).toArray();
        return new GaussianChain(GOLDEN.mu, variance, GOLDEN.a, GOLDEN.y, GOLDEN.bend, GOLDEN.scale, false, false);
    }

    private static Settings settings(Method method) {
        return new Settings(
                method,
                Mode.STABLE,
                GOLDEN.alphas.length - 1,
                0,
                GOLDEN.omega,
                0,
                0.5,
                0.99,
                0,
                1,
                0,
                GOLDEN.floor,
                false,
                GOLDEN.sigma,
                7);
    }

    /** All steps, with the noise that a step draws within itself. */
    private static float[] run(StepEngine engine, float[][] drawn) {
        double[] weights = new double[GOLDEN.alphas.length - 1];
        Arrays.fill(weights, GOLDEN.omega);
        return run(engine, drawn, weights);
    }

    /** @param weights ω of each step */
    private static float[] run(StepEngine engine, float[][] drawn, double[] weights) {
        float[] z = GOLDEN.start;
        int steps = GOLDEN.alphas.length - 1;
        for (int k = 0; k < steps; k++) {
            StepGrid.Point point = new StepGrid.Point(0, GOLDEN.alphas[k], GOLDEN.alphas[k + 1], 1);
            StepInput in = new StepInput(
                    z, point, 0, weights[k], 0, Optional.empty(), Optional.empty(), Optional.of(drawn[k]));
            z = engine.step(in, new StepCheck(k + 1, steps)).latent();
        }
        return z;
    }

    private static void assertSame(float[] made, double[] expected) {
        double most = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < made.length; i++) {
            assertThat(Math.abs(made[i] - expected[i])).as("number %d", i).isLessThan(WITHIN * most);
        }
    }

    @Test
    void fast_does_what_its_formulae_say() {
        assertSame(run(new CorrectedStep(chain(), settings(Method.FAST)), GOLDEN.between), GOLDEN.made.fast);
    }

    @Test
    void latent_daps_does_what_its_formulae_say() {
        assertSame(
                run(new DecoupledStep(chain(), settings(Method.LATENT_DAPS)), GOLDEN.within), GOLDEN.made.latentDaps);
    }

    @Test
    void sd_blend_does_what_its_formulae_say() {
        StepEngine engine = new BlendedStep(chain(), settings(Method.SD_BLEND), GOLDEN.guess, GOLDEN.known);
        assertSame(run(engine, GOLDEN.between), GOLDEN.made.sdBlend);
    }

    @Test
    void refine_does_what_its_formulae_say() {
        double[][] quarter = Arrays.stream(GOLDEN.a)
                .map(row -> Arrays.stream(row).map(v -> v / 4).toArray())
                .toArray(double[][]::new); // so that decoding, measuring and encoding in turn come to rest
        GaussianChain chain = new GaussianChain(
                GOLDEN.mu, GOLDEN.variance, quarter, GOLDEN.y, GOLDEN.bend / 4, GOLDEN.scale, true, true);
        assertSame(run(new RefinedStep(chain, settings(Method.REFINE)), GOLDEN.between), GOLDEN.made.refine);
    }

    @Test
    void perturbed_attention_moves_the_noise_of_a_step_alone() {
        GuidanceChain guided = new AttentionGuidedChain(chain(), chain(1.5)::predictNoise, 0.7);
        assertSame(run(new CorrectedStep(guided, settings(Method.FAST)), GOLDEN.between), GOLDEN.made.attention);
    }

    @Test
    void a_gradient_is_projected_by_the_state_it_is_taken_at() {
        StepEngine engine =
                new ChainedStep(chain(), settings(Method.LATENT_DPS), Optional.of(new StateProjection(2, 2, 2, 0.9)));
        assertSame(run(engine, GOLDEN.between), GOLDEN.made.stateGradient);
    }

    @Test
    void the_last_steps_may_leave_the_noise_predictor_out_of_the_gradient() {
        Settings settings = settings(Method.LATENT_DPS).withPlugIns(new PlugIns(1, 0, 1, 0.5));
        assertSame(run(new ChainedStep(chain(), settings), GOLDEN.between), GOLDEN.made.jacobianFree);
    }

    @Test
    void each_so_many_th_step_may_guide_for_those_before_it() {
        PlugIns plugIns = new PlugIns(1, 0, 5, 0);
        StepEngine engine = new ChainedStep(chain(), settings(Method.LATENT_DPS).withPlugIns(plugIns));
        int steps = GOLDEN.alphas.length - 1;
        double[] weights = IntStream.rangeClosed(1, steps)
                .mapToDouble(k -> GOLDEN.omega * plugIns.guides(k, steps))
                .toArray();
        assertThat(weights).startsWith(0, 0, 0, 4 * GOLDEN.omega, 0).endsWith(0, 0, 0, 0, 5 * GOLDEN.omega);
        assertSame(run(engine, GOLDEN.between, weights), GOLDEN.made.guideEvery);
    }
}
