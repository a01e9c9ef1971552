package dev.psld.sampler;

import dev.psld.operator.Spectrum;
import java.util.stream.IntStream;

/**
 * DDRM (Kawar, Elad, Ermon, Song, “Denoising Diffusion Restoration Models”, arXiv 2201.11793, equations 7 and 8 with η_b = 1):
 * every singular value of the operator goes its own way from noise level to noise level, as far as the measurement says
 * something about it. Without noise the result agrees with the measurement exactly. ζ of the settings is η². As thread-safe as
 * its denoiser.
 */
public final class Ddrm implements Solver {
    /** What is called exact still was rounded: less than this part of the largest singular value is not inverted. */
    private static final double LEAST = 0.05;

    private final Denoiser denoiser;
    private final PictureSettings settings;

    public Ddrm(Denoiser denoiser, PictureSettings settings) {
        this.denoiser = denoiser;
        this.settings = settings;
    }

    /**
     * Starts from the measurement where it is better than noise of the first level, else from the problem's guess.
     *
     * @throws UnsuitableOperatorException for an operator without a singular value decomposition
     */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        ChannelFit fit = new ChannelFit(problem.measurement(), settings.dataSigma());
        Coordinates coordinates = new Coordinates(fit, fit.spectrum());
        double[] levels = settings.levels();
        int n = Math.toIntExact(problem.measurement().operator().imageShape().size());
        float[] x = problem.earlier()
                .map(SamplerState::latent)
                .orElseGet(() -> coordinates.start(problem.start(), levels[0], noise.start(n)));
        int done = problem.earlier().map(SamplerState::step).orElse(0);
        double residual = Double.NaN;
        for (int k = 0; k < levels.length; k++) {
            boolean last = k == levels.length - 1;
            float[] drawn = last ? new float[n] : noise.step(n); // a step that is done has still drawn its noise
            if (k < done) {
                continue;
            }
            StepCheck check = new StepCheck(k + 1, levels.length);
            float[] estimate = denoiser.denoise(x, levels[k]);
            check.finite("the denoised picture", estimate);
            x = coordinates.next(x, estimate, levels[k], last ? 0 : levels[k + 1], drawn);
            check.finite("the picture after the step", x);
            residual = fit.residual(last ? x : estimate, settings.sigma());
            listener.step(StepReport.ofPicture(check, residual, last ? x : estimate, x));
        }
        return new Sample(x, Double.isNaN(residual) ? fit.residual(x, settings.sigma()) : residual, levels.length);
    }

    /** The steps in the coordinates of the operator's right singular vectors. */
    private final class Coordinates {
        private final ChannelFit fit;
        private final Spectrum spectrum;
        private final double[] noises;

        Coordinates(ChannelFit fit, Spectrum spectrum) {
            this.fit = fit;
            this.spectrum = spectrum;
            this.noises = spectrum.singularValues();
            double largest = 0;
            for (double value : noises) {
                largest = Math.max(largest, value);
            }
            double least = settings.sigma() > 0 ? 0 : LEAST * largest;
            for (int i = 0; i < noises.length; i++) {
                noises[i] = noises[i] > least ? settings.sigma() / noises[i] : Double.POSITIVE_INFINITY;
            }
        }

        float[] start(float[] guess, double level, float[] drawn) {
            return each(guess, guess, drawn, (i, c, same, seen, xi) -> {
                double noise = noises[i];
                return level >= noise ? seen + Math.sqrt(level * level - noise * noise) * xi : c + level * xi;
            });
        }

        float[] next(float[] x, float[] estimate, double level, double below, float[] drawn) {
            double fresh = Math.sqrt(settings.zeta()) * below;
            double kept = Math.sqrt(1 - settings.zeta()) * below;
            return each(x, estimate, drawn, (i, c, e, seen, xi) -> {
                double noise = noises[i];
                if (noise == Double.POSITIVE_INFINITY) {
                    return e + kept * (c - e) / level + fresh * xi;
                }
                return below < noise
                        ? e + kept * (seen - e) / noise + fresh * xi
                        : seen + Math.sqrt(below * below - noise * noise) * xi;
            });
        }

        /** Makes one coefficient. */
        private interface Rule {
            double made(int i, double x, double estimate, double seen, double drawn);
        }

        private float[] each(float[] x, float[] estimate, float[] drawn, Rule rule) {
            float[] made = new float[x.length];
            double[] values = spectrum.singularValues();
            int n = values.length;
            fit.channels(channel -> {
                double[] c = spectrum.coefficients(ChannelFit.doubles(x, channel * n, n));
                double[] e = spectrum.coefficients(ChannelFit.doubles(estimate, channel * n, n));
                double[] xi = spectrum.coefficients(ChannelFit.doubles(drawn, channel * n, n));
                double[] seen = spectrum.measured(fit.measured(channel));
                IntStream.range(0, n)
                        .forEach(i -> c[i] = rule.made(
                                i, c[i], e[i], noises[i] == Double.POSITIVE_INFINITY ? 0 : seen[i] / values[i], xi[i]));
                double[] picture = spectrum.image(c);
                for (int i = 0; i < n; i++) {
                    made[channel * n + i] = (float) picture[i];
                }
            });
            return made;
        }
    }
}
