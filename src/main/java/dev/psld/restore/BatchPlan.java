package dev.psld.restore;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.Role;
import dev.psld.ort.Provider;
import java.util.Locale;
import java.util.Optional;

/**
 * How pictures are drawn: so many at once by one set of graphs, so many of these side by side. Immutable.
 *
 * <p>On a CPU a batch of B costs at least B times one picture, so single pictures run side by side, one a thread: on two
 * quiet cores that took 0.87 of the time of one after another, on contended ones as much. A GPU gets one batch at a time, which is not measured yet.
 *
 * @param batch pictures that the graphs take
 * @param parallel how many threads run them
 */
public record BatchPlan(int batch, int parallel) {
    /** Bytes taken for free where the system does not say. */
    public static final long ASSUMED_MEMORY = 2L << 30;

    /** A guess, to be measured on a GPU. */
    private static final int LARGEST = 8;

    /**
     * Memory of one picture in work over the bytes of its tape: activations, cotangents and ONNX Runtime's arenas,
     * measured with portrait64.
     */
    private static final int MEMORY_OVER_TAPE = 8;

    /**
     * Chooses.
     *
     * @param batch as asked for; 0 leaves it to the plan
     * @param pictures how many there are to draw, at least 1
     * @param processors threads that may work at once
     * @param memory bytes that are free, of which half may be used
     * @param predictions of the UNet in a step, each with a tape of its own
     */
    public static BatchPlan of(
            int batch,
            Provider provider,
            Optional<Manifest> model,
            int pictures,
            int processors,
            long memory,
            int predictions) {
        if (model.isEmpty() || model.get().onPictures()) {
            return new BatchPlan(1, 1); // every window, and every channel, keeps all processors busy
        }
        Manifest manifest = model.get();
        GraphEntry unet = manifest.graphs().get(Role.UNET);
        long tape = manifest.tapeBytes() + (unet == null ? 0 : (predictions - 1) * unet.tapeBytes());
        long picture = MEMORY_OVER_TAPE * Math.max(tape, 4L * manifest.imageLength());
        int fitting = (int) Math.max(1, Math.min(Integer.MAX_VALUE, memory / 2 / picture));
        boolean single = provider == Provider.CPU || !manifest.differentiated(); // a batch's graphs come with pullbacks
        if (batch > 1 || (batch == 1 && provider != Provider.CPU)) {
            return new BatchPlan(batch, 1);
        }
        if (single) {
            return new BatchPlan(1, Math.max(1, Math.min(Math.min(pictures, processors), fitting)));
        }
        // Runs of equal size waste the fewest rows.
        int runs = ceilDiv(pictures, Math.min(LARGEST, fitting));
        return new BatchPlan(ceilDiv(pictures, runs), 1);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** The plan in one line for the log. */
    public String line() {
        return batch > 1
                ? String.format(Locale.ROOT, "%d pictures at once in one batch", batch)
                : String.format(Locale.ROOT, "%d pictures side by side", parallel);
    }

    /** The same with single pictures. */
    public BatchPlan single() {
        return new BatchPlan(1, parallel);
    }
}
