package dev.psld.parity;

import dev.psld.operator.Lift;
import dev.psld.operator.Task;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One run of the reference, as export/golden/make_parity.py writes it. Immutable.
 *
 * @param recorded after which steps the latent was stored
 * @param scales the largest element of each of them
 */
record GoldenRun(
        String name,
        String task,
        String method,
        String mode,
        Lift lift,
        int steps,
        double gamma,
        double omega,
        double start,
        double clip,
        double sigma,
        List<Integer> recorded,
        List<Double> scales) {

    Settings settings() {
        return new Settings(
                samplerMethod(), samplerMode(), steps, gamma, omega, 0, 0, start, 0, 1, clip, 2, false, sigma, 0);
    }

    Task operatorTask() {
        return Task.parse(task);
    }

    Mode samplerMode() {
        return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    Method samplerMethod() {
        return Arrays.stream(Method.values())
                .filter(m -> m.word().equals(method))
                .findAny()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
