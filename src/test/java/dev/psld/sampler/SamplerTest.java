package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);

    private static GaussianChain chain(double bend, boolean glues, boolean lifted) {
        SplittableRandom random = new SplittableRandom(3);
        int n = 6;
        int m = 3;
        double[] mu = random.doubles(n, -1, 1).toArray();
        double[] c = random.doubles(n, 0.3, 1.5).toArray();
        double[][] a = new double[m][];
        for (int i = 0; i < m; i++) {
            a[i] = random.doubles(n, -0.6, 0.6).toArray();
        }
        double[] y = random.doubles(m, -1, 1).toArray();
        return new GaussianChain(mu, c, a, y, bend, 0.7, glues, lifted);
    }

    private static Settings settings() {
        return Settings.defaults().withSteps(40);
    }

    @Test
    void without_weights_it_is_ddim_to_the_bit() {
        GaussianChain chain = chain(0.4, true, true);
        float[] ours = new Sampler(SCHEDULE, settings().withWeights(0, 0))
                .sample(chain, Optional.empty(), StepListener.NONE)
                .latent();
        float[] z = Draws.of(42, "start").normal(6);
        for (StepGrid.Point p : StepGrid.even(SCHEDULE, 40, 1).points()) {
            float[] eps = chain.predictNoise(z, p.alphaBar(), p.t());
            float[] next = new float[6];
            for (int i = 0; i < 6; i++) {
                float z0 = (float) (1 / Math.sqrt(p.alphaBar()) * z[i]
                        + -Math.sqrt(1 - p.alphaBar()) / Math.sqrt(p.alphaBar()) * eps[i]);
                next[i] = (float) (Math.sqrt(p.nextAlphaBar()) * z0 + Math.sqrt(1 - p.nextAlphaBar()) * eps[i]);
            }
            z = next;
        }
        assertThat(ours).isEqualTo(z);
        assertThat(new Sampler(SCHEDULE, settings().withMethod(Method.DDIM))
                        .sample(chain, Optional.empty(), StepListener.NONE)
                        .latent())
                .isEqualTo(z);
    }

    @Test
    void without_gluing_weight_it_is_latent_dps() {
        float[] psld = new Sampler(SCHEDULE, settings().withWeights(0, 2))
                .sample(chain(0.4, true, true), Optional.empty(), StepListener.NONE)
                .latent();
        float[] dps = new Sampler(SCHEDULE, settings().withWeights(0, 2).withMethod(Method.LATENT_DPS))
                .sample(chain(0.4, false, false), Optional.empty(), StepListener.NONE)
                .latent();
        for (int i = 0; i < psld.length; i++) {
            assertThat(psld[i]).isCloseTo(dps[i], within(2e-5f));
        }
    }

    @Test
    void gluing_and_its_absence_differ() {
        float[] psld = new Sampler(SCHEDULE, settings())
                .sample(chain(0.4, true, true), Optional.empty(), StepListener.NONE)
                .latent();
        float[] gml = new Sampler(SCHEDULE, settings().withMethod(Method.GML_DPS))
                .sample(chain(0.4, true, false), Optional.empty(), StepListener.NONE)
                .latent();
        assertThat(psld).isNotEqualTo(gml);
    }

    /** L by z_t in double, straight from A.1, for the finite differences. */
    private static double loss(GaussianChain c, Settings s, double[] zt, double ab, double[] xi, double[] zeta) {
        int n = zt.length;
        double[] z0 = new double[n];
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
            double eps = Math.sqrt(1 - ab) * (zt[i] - Math.sqrt(ab) * c.mu[i]) / (ab * c.variance[i] + 1 - ab);
            z0[i] = (zt[i] - Math.sqrt(1 - ab) * eps) / Math.sqrt(ab);
            z[i] = z0[i] / c.scale;
        }
        double[] x = c.decode(z);
        double[] ax = c.measure(x);
        double[] r = new double[ax.length];
        double squared = 0;
        for (int i = 0; i < r.length; i++) {
            r[i] = ax[i] + s.sigma() * xi[i] - c.y[i];
            squared += r[i] * r[i];
        }
        double sigma = s.effectiveSigma();
        // ∫ r·dr/√(r² + c·σ²m) = √(r² + c·σ²m): the loss whose gradient the stable denominator is.
        double floor = s.mode() == Mode.AUTHOR ? 0 : s.noiseFloor() * sigma * sigma * r.length;
        double m = Math.sqrt(squared + floor);
        if (!c.glues) {
            return s.omega() * m;
        }
        double[] ty = c.lift(c.y);
        double[] tax = c.lift(ax);
        double q = 0;
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            g[i] = ty[i] + x[i] - tax[i];
        }
        double[] mean = c.encode(g);
        for (int i = 0; i < n; i++) {
            double e = c.scale * (mean[i] + zeta[i] * Math.exp(0.5 * 0.25 * g[i]));
            q += (e - z0[i]) * (e - z0[i]);
        }
        return s.omega() * m + s.gamma() * Math.sqrt(q);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"PSLD", "GML_DPS", "LATENT_DPS"})
    void the_step_is_ddim_minus_the_gradient_of_the_loss_in_both_modes(Method method) {
        Settings stable = new Settings(method, Mode.STABLE, 1000, 0.7, 1.3, 0, 0, 1, 0, 1, 0, 2, false, 0.05, 42);
        Settings drawing = new Settings(method, Mode.STABLE, 1000, 0.7, 1.3, 0, 0, 1, 0, 1, 0, 0.5, true, 0.05, 42);
        for (Settings s : List.of(stable, stable.withMode(Mode.AUTHOR), drawing)) {
            Mode mode = s.mode();
            GaussianChain chain = chain(0.4, method.encodes(), method == Method.PSLD);
            double[] xi = mode == Mode.AUTHOR ? new double[] {0.3, -1.1, 0.8} : new double[3];
            double[] zeta = s.drawsEncoded() ? new double[] {0.5, -0.4, 1.2, -0.9, 0.1, 0.7} : new double[6];
            float[] start = {0.4f, -0.8f, 1.3f, -0.2f, 0.6f, -1.5f};
            List<float[]> seen = new ArrayList<>();
            Sampler sampler = new Sampler(SCHEDULE, s);
            StepGrid.Point first = sampler.grid().points().get(0);
            float[] eps = chain.predictNoise(start, first.alphaBar(), first.t());
            // Stop after the first step: its result is the point at which the second step asks for the noise.
            GuidanceChain spy = new SpyChain(chain, seen);
            assertThatThrownBy(
                            () -> sampler.sample(spy, Optional.empty(), new FixedNoise(start, xi, zeta), report -> {}))
                    .isInstanceOf(SpyChain.Enough.class);
            double span = mode == Mode.AUTHOR ? 1 : first.span();
            for (int i = 0; i < start.length; i++) {
                double z0 = (start[i] - Math.sqrt(1 - first.alphaBar()) * eps[i]) / Math.sqrt(first.alphaBar());
                double ddim = Math.sqrt(first.nextAlphaBar()) * z0 + Math.sqrt(1 - first.nextAlphaBar()) * eps[i];
                double h = 1e-5;
                double[] plus = GaussianChain.wide(start);
                double[] minus = GaussianChain.wide(start);
                plus[i] += h;
                minus[i] -= h;
                double gradient = (loss(chain, s, plus, first.alphaBar(), xi, zeta)
                                - loss(chain, s, minus, first.alphaBar(), xi, zeta))
                        / (2 * h);
                assertThat((double) seen.get(1)[i]).isCloseTo(ddim - span * gradient, within(2e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_posterior_known_in_closed_form_is_met(long seed) {
        // One observed coordinate of a diagonal Gaussian: y = z₀ + noise. Posterior mean and the rest's prior mean.
        double sigma = 0.1;
        double[] mu = {0.5, -0.5};
        double[] c = {1, 1};
        GaussianChain chain = new GaussianChain(mu, c, new double[][] {{1, 0}}, new double[] {1.4}, 0, 1, true, true);
        Settings s = Settings.defaults()
                .withSteps(250)
                .withWeights(0.02, 0.02)
                .withSigma(sigma)
                .withSeed(seed);
        double sum = 0;
        double free = 0;
        double freeSquared = 0;
        int count = 200;
        for (int k = 0; k < count; k++) {
            float[] z = new Sampler(SCHEDULE, s.withSeed(seed * 1000 + k))
                    .sample(chain, Optional.empty(), StepListener.NONE)
                    .latent();
            sum += z[0];
            free += z[1];
            freeSquared += z[1] * z[1];
        }
        double posterior = (mu[0] / c[0] + 1.4 / (sigma * sigma)) / (1 / c[0] + 1 / (sigma * sigma));
        assertThat(sum / count).as("the observed coordinate").isCloseTo(posterior, within(0.1));
        assertThat(free / count).as("the mean of the unseen one").isCloseTo(mu[1], within(0.25));
        assertThat(freeSquared / count - free / count * free / count)
                .as("the variance of the unseen one")
                .isCloseTo(1.0, within(0.35));
    }

    @Test
    void unguided_samples_have_the_priors_moments() {
        GaussianChain chain = chain(0, false, false);
        int count = 3000;
        double[] sum = new double[6];
        double[] squares = new double[6];
        for (int k = 0; k < count; k++) {
            float[] z = new Sampler(
                            SCHEDULE,
                            settings().withMethod(Method.DDIM).withSteps(100).withSeed(k))
                    .sample(chain, Optional.empty(), StepListener.NONE)
                    .latent();
            for (int i = 0; i < 6; i++) {
                sum[i] += z[i];
                squares[i] += z[i] * z[i];
            }
        }
        for (int i = 0; i < 6; i++) {
            double mean = sum[i] / count;
            double variance = squares[i] / count - mean * mean;
            assertThat(mean).isCloseTo(chain.mu[i], within(5 * Math.sqrt(chain.variance[i] / count)));
            // 100 DDIM steps make about 2 % of discretisation error beside 5 standard errors.
            assertThat(variance)
                    .isCloseTo(chain.variance[i], within(chain.variance[i] * (0.03 + 5 * Math.sqrt(2.0 / count))));
        }
    }

    @Test
    void presets_mean_the_same_at_any_number_of_steps() {
        GaussianChain chain = chain(0.2, true, true);
        double[] residuals = new double[3];
        int[] steps = {250, 500, 1000};
        for (int k = 0; k < 3; k++) {
            residuals[k] = new Sampler(
                            SCHEDULE, settings().withWeights(0.001, 0.002).withSteps(steps[k]))
                    .sample(chain, Optional.empty(), StepListener.NONE)
                    .residual();
        }
        assertThat(residuals[1]).isCloseTo(residuals[0], within(0.2 * residuals[0] + 0.1));
        assertThat(residuals[2]).isCloseTo(residuals[0], within(0.2 * residuals[0] + 0.1));
    }

    @Test
    void the_same_seed_gives_the_same_latent_and_another_another() {
        Settings s = settings().withMode(Mode.AUTHOR);
        float[] once = sample(s);
        assertThat(sample(s)).isEqualTo(once);
        assertThat(sample(s.withSeed(7))).isNotEqualTo(once);
    }

    private static float[] sample(Settings s) {
        return new Sampler(SCHEDULE, s)
                .sample(chain(0.4, true, true), Optional.empty(), StepListener.NONE)
                .latent();
    }

    @Test
    void a_nan_stops_with_step_and_stage() {
        GaussianChain chain = chain(0.4, true, true);
        GuidanceChain broken = new SpyChain(chain, new ArrayList<>(), 5);
        assertThatThrownBy(() -> new Sampler(SCHEDULE, settings()).sample(broken, Optional.empty(), StepListener.NONE))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("step 5 of 40")
                .hasMessageContaining("gradient through decoder and encoder");
    }

    @Test
    void settings_out_of_range_are_refused_by_name() {
        assertThatThrownBy(() -> settings().withSteps(0))
                .hasMessageContaining("steps")
                .hasMessageContaining("from 1");
        assertThatThrownBy(() -> settings().withWeights(-1, 0)).hasMessageContaining("gamma");
        assertThatThrownBy(() -> settings().withStart(0)).hasMessageContaining("start");
        assertThatThrownBy(() -> new Sampler(SCHEDULE, settings().withSteps(1001)).grid())
                .hasMessageContaining("1000 timesteps");
    }
}
