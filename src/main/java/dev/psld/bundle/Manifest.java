package dev.psld.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code bundle.json} says of a model bundle. Immutable.
 *
 * @param format version of this file's layout, 1
 * @param image channels, height and width of a picture
 * @param latent channels, height and width of a latent
 * @param scale s: a latent of the sampler is s times the encoder's mean
 * @param files every file of the bundle by name, with its SHA-256 in hexadecimal
 * @param graphs the graphs by role: encoder, decoder, unet
 */
public record Manifest(
        int format,
        String name,
        String licence,
        String source,
        List<Integer> image,
        List<Integer> latent,
        double scale,
        Prediction prediction,
        Schedule schedule,
        String precision,
        String mode,
        int opset,
        Map<String, String> files,
        Map<String, GraphEntry> graphs) {

    /** What the UNet predicts: the noise ε, or the velocity v = √ā·ε − √(1−ā)·z0. */
    public enum Prediction {
        @JsonProperty("epsilon")
        EPSILON,
        @JsonProperty("v")
        VELOCITY
    }

    /** The noise schedule of the training: kind, first and last β, number of steps. */
    public record Schedule(String kind, double start, double end, int steps) {
        private static final List<String> KINDS = List.of("scaled-linear", "linear", "cosine");

        /** What is wrong with it, in words; empty for nothing. */
        Optional<String> fault() {
            if (!KINDS.contains(kind)) {
                return Optional.of("schedule.kind cannot be “" + kind + "”: there are " + String.join(", ", KINDS));
            }
            if (steps < 1) {
                return Optional.of("schedule.steps cannot be " + steps + ": it is at least 1");
            }
            return kind.equals("cosine") || (start > 0 && start <= end && end < 1)
                    ? Optional.empty()
                    : Optional.of("schedule.start and end cannot be " + start + " and " + end
                            + ": they are the first and the last β, rising between 0 and 1");
        }
    }

    /**
     * A forward graph and its pullback.
     *
     * @param tapeBytes bytes that the forward keeps for its pullback
     * @param adjointError |⟨Jv,w⟩ − ⟨v,J*w⟩| over ‖Jv‖‖w‖ with Jv by transposing the pullback once more
     * @param differenceError the same with Jv by central differences in single precision
     */
    public record GraphEntry(
            String forward, String pullback, long tapeBytes, double adjointError, double differenceError) {}

    public Manifest {
        image = List.copyOf(image);
        latent = List.copyOf(latent);
        // Sorted, so that the same bundle gives the same bundle.json.
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        graphs = Collections.unmodifiableMap(new TreeMap<>(graphs));
    }

    /** What no graph can be run with, in words; empty for nothing. */
    Optional<String> fault() {
        return fault(image, latent, scale, schedule);
    }

    /** The same of these values. */
    static Optional<String> fault(List<Integer> image, List<Integer> latent, double scale, Schedule schedule) {
        if (image.size() != 3
                || latent.size() != 3
                || Stream.concat(image.stream(), latent.stream()).anyMatch(n -> n < 1)) {
            return Optional.of("image and latent need three dimensions (channels, height, width)");
        }
        return scale > 0 ? schedule.fault() : Optional.of("scale must be above 0");
    }

    public int imageLength() {
        return image.stream().reduce(1, Math::multiplyExact);
    }

    public int latentLength() {
        return latent.stream().reduce(1, Math::multiplyExact);
    }
}
