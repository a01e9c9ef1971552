package dev.psld.eval;

import dev.psld.operator.Lift;
import dev.psld.operator.Task;
import dev.psld.restore.photo.Recipe;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A task as it is evaluated: what happens to clean pictures, and how much noise is added. Immutable.
 *
 * @param scale how many times larger {@code sr} makes a picture
 * @param blurSigma of {@code deblur-gaussian} in pixels; empty for the operator's own
 * @param sigma standard deviation of the noise in [−1, 1] units, which restorers are told
 * @param seed of masks, kernels and noise
 */
public record EvaluatedTask(Task task, int scale, OptionalDouble blurSigma, double sigma, long seed) {
    /** The name of its folders and rows, which says all that decides it but the seed. */
    public String label() {
        String label = task == Task.SR ? "sr" + scale : task.word();
        if (blurSigma.isPresent() && task == Task.DEBLUR_GAUSSIAN) {
            label += String.format(Locale.ROOT, "-%s", plain(blurSigma.getAsDouble()));
        }
        return sigma > 0 ? label + "-noise-" + plain(sigma) : label;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** What happens to a picture, and with which T it is undone. */
    Recipe recipe(Lift lift) {
        return new Recipe(
                task, lift, task == Task.SR4 ? 4 : scale, blurSigma, Optional.empty(), Optional.empty(), seed);
    }
}
