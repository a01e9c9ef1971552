package dev.psld.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a settings file beside a photo asks for; whatever it leaves out is decided elsewhere. Immutable. Types are checked
 * here, ranges where a value is used.
 *
 * @param steps this and the other numbers are described in {@link dev.psld.parameter.Parameters}
 * @param method name of the sampling method
 * @param maskInverted whether the mask is black where the photo is missing
 * @param scale how many times larger sr makes a picture
 * @param fit whether the photo is scaled to the model's size, and its result back
 * @param denoiseKnown whether noise is taken off an inpainting's known pixels too
 * @param strip whether what the photo says about itself is left out of the result
 * @param model name or folder of a model bundle
 * @param prompt what the picture shows, for a model that takes texts
 * @param negative what it does not show
 * @param guidanceKind how the two become one: cfg or cfg++
 * @param maxTime the longest that the photo may take, such as {@code 5min}
 */
public record JobSettings(
        OptionalInt steps,
        OptionalDouble gamma,
        OptionalDouble omega,
        OptionalDouble sigmaY,
        OptionalDouble blurSigma,
        OptionalInt featherSize,
        OptionalDouble featherSigma,
        OptionalInt samples,
        OptionalLong seed,
        Optional<String> method,
        Optional<Boolean> maskInverted,
        OptionalInt scale,
        Optional<Boolean> fit,
        Optional<Boolean> denoiseKnown,
        Optional<Boolean> strip,
        Optional<String> model,
        Optional<String> prompt,
        Optional<String> negative,
        OptionalDouble guidance,
        Optional<String> guidanceKind,
        Optional<String> maxTime) {

    private static final JobSettings NONE = new JobSettings(
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty());

    /** Asks for nothing. */
    public static JobSettings none() {
        return NONE;
    }

    /**
     * Reads a settings file.
     *
     * @param shown how messages call the file
     * @throws JobException when it is no JSON object, has an unknown key or a value of the wrong type, or cannot be read
     */
    public static JobSettings read(Path file, String shown) {
        return SettingsFile.read(file, shown);
    }

    /** The settings file that {@link #read} reads as these. */
    public byte[] json() {
        return SettingsFile.bytes(this);
    }

    /** These, and where they say nothing the others. */
    public JobSettings over(JobSettings others) {
        return new JobSettings(
                steps.isPresent() ? steps : others.steps,
                gamma.isPresent() ? gamma : others.gamma,
                omega.isPresent() ? omega : others.omega,
                sigmaY.isPresent() ? sigmaY : others.sigmaY,
                blurSigma.isPresent() ? blurSigma : others.blurSigma,
                featherSize.isPresent() ? featherSize : others.featherSize,
                featherSigma.isPresent() ? featherSigma : others.featherSigma,
                samples.isPresent() ? samples : others.samples,
                seed.isPresent() ? seed : others.seed,
                method.or(() -> others.method),
                maskInverted.or(() -> others.maskInverted),
                scale.isPresent() ? scale : others.scale,
                fit.or(() -> others.fit),
                denoiseKnown.or(() -> others.denoiseKnown),
                strip.or(() -> others.strip),
                model.or(() -> others.model),
                prompt.or(() -> others.prompt),
                negative.or(() -> others.negative),
                guidance.isPresent() ? guidance : others.guidance,
                guidanceKind.or(() -> others.guidanceKind),
                maxTime.or(() -> others.maxTime));
    }
}
