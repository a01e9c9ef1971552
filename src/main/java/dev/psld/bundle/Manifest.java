package dev.psld.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.psld.derive.ModelException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code bundle.json} says of a model bundle. Immutable and thread-safe.
 *
 * @param image channels, height and width of a picture
 * @param anySize how pictures of other sizes are taken; empty for a model of one size
 * @param latentSize channels, height and width of a latent; empty for a model that works on pictures
 * @param scale s: a latent of the sampler is s times the encoder's mean; 1 without latents
 * @param predicts what the UNet predicts; empty without one
 * @param trained the noise schedule of its training; empty without one
 * @param conditioning what the model wants to know besides
 * @param presets file of the bundle with presets of its own; empty for none
 * @param files every file of the bundle by name, with its SHA-256 in hexadecimal
 * @param graphs the graphs by {@link Role}
 */
public record Manifest(
        String name,
        String licence,
        String source,
        List<Integer> image,
        Optional<WindowSize> anySize,
        Optional<List<Integer>> latentSize,
        double scale,
        Optional<Prediction> predicts,
        Optional<Schedule> trained,
        Conditioning conditioning,
        Precision precision,
        String mode,
        int opset,
        Optional<String> presets,
        Map<String, String> files,
        Map<String, GraphEntry> graphs) {

    /** Version of the layout of {@code bundle.json} that this program writes; it reads 1 too. */
    public static final int FORMAT = 2;

    /** What the UNet predicts: the noise ε, or the velocity v = √ā·ε − √(1−ā)·z0. */
    public enum Prediction {
        @JsonProperty("epsilon")
        EPSILON("epsilon"),
        @JsonProperty("v")
        VELOCITY("v");

        private final String word;

        Prediction(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What the model is told besides the picture. */
    public enum Conditioning {
        NONE,
        TEXT
    }

    /** The type of the numbers in which the graphs compute. */
    public enum Precision {
        FP32,
        FP16
    }

    /**
     * The noise schedule of the training.
     *
     * @param start first β, of the kinds that are made of two
     * @param end last β
     * @param steps number of timesteps
     * @param betas β of every timestep, of the kind {@code trained}; empty for the others
     */
    public record Schedule(String kind, double start, double end, int steps, List<Double> betas) {
        private static final List<String> KINDS = List.of("scaled-linear", "linear", "cosine", "trained");

        public Schedule {
            betas = List.copyOf(betas);
        }

        /** One that is made of its first and its last β. */
        public Schedule(String kind, double start, double end, int steps) {
            this(kind, start, end, steps, List.of());
        }

        /** One whose β are all told. */
        public static Schedule trained(List<Double> betas) {
            double start = betas.isEmpty() ? 0 : betas.get(0);
            double end = betas.isEmpty() ? 0 : betas.get(betas.size() - 1);
            return new Schedule("trained", start, end, betas.size(), betas);
        }

        /** What is wrong with it, in words; empty for nothing. */
        public Optional<String> fault() {
            if (!KINDS.contains(kind)) {
                return Optional.of("schedule.kind cannot be “" + kind + "”: there are " + String.join(", ", KINDS));
            }
            if (steps < 1) {
                return Optional.of("schedule.steps cannot be " + steps + ": it is at least 1");
            }
            if (kind.equals("trained")) {
                return betas.size() == steps && betas.stream().allMatch(beta -> beta > 0 && beta < 1)
                        ? Optional.empty()
                        : Optional.of("schedule.betas are " + betas.size() + " numbers between 0 and 1 for " + steps
                                + " steps: the kind “trained” needs one for each");
            }
            return kind.equals("cosine") || (start > 0 && start <= end && end < 1)
                    ? Optional.empty()
                    : Optional.of("schedule.start and end cannot be " + start + " and " + end
                            + ": they are the first and the last β, rising between 0 and 1");
        }
    }

    public Manifest {
        image = List.copyOf(image);
        latentSize = latentSize.map(List::copyOf);
        // Sorted, so that the same bundle gives the same bundle.json.
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        graphs = Collections.unmodifiableMap(new TreeMap<>(graphs));
    }

    /** What the model's own description says, with what was made of it. */
    static Manifest of(
            ModelData model,
            Precision precision,
            String mode,
            int opset,
            Optional<String> presets,
            Map<String, String> files,
            Map<String, GraphEntry> graphs) {
        return new Manifest(
                model.name(),
                model.licence(),
                model.source(),
                model.image(),
                model.anySize(),
                model.latent(),
                model.scale(),
                model.prediction(),
                model.schedule(),
                model.conditioning(),
                precision,
                mode,
                opset,
                presets,
                files,
                graphs);
    }

    /** Channels, height and width of a latent; a {@link ModelException} for a model without latents. */
    public List<Integer> latent() {
        return latentSize.orElseThrow(() -> lacks("latents"));
    }

    /** What the UNet predicts; a {@link ModelException} for a model without one. */
    public Prediction prediction() {
        return predicts.orElseThrow(() -> lacks("a prediction"));
    }

    /** The noise schedule; a {@link ModelException} for a model without one. */
    public Schedule schedule() {
        return trained.orElseThrow(() -> lacks("a noise schedule"));
    }

    public int imageLength() {
        return image.stream().reduce(1, Math::multiplyExact);
    }

    public int latentLength() {
        return latent().stream().reduce(1, Math::multiplyExact);
    }

    /** Whether it works on pictures themselves, by a denoiser, and not on latents. */
    public boolean onPictures() {
        return latentSize.isEmpty() && graphs.containsKey(Role.DENOISER);
    }

    /** Whether it has a small decoder for guidance. */
    public boolean hasGuideDecoder() {
        return graphs.containsKey(Role.GUIDE_DECODER);
    }

    /** The roles of its latent diffusion: those that every such model has, and the small decoder where there is one. */
    public List<String> latentRoles() {
        return Stream.concat(
                        Role.LATENT_DIFFUSION.stream(),
                        hasGuideDecoder() ? Stream.of(Role.GUIDE_DECODER) : Stream.empty())
                .toList();
    }

    /** Whether encoder, decoder and UNet all have a pullback. */
    public boolean differentiated() {
        return Role.LATENT_DIFFUSION.stream()
                .allMatch(role -> Optional.ofNullable(graphs.get(role))
                        .flatMap(GraphEntry::pullback)
                        .isPresent());
    }

    /** Bytes that all forward graphs keep for their pullbacks. */
    public long tapeBytes() {
        return graphs.values().stream().mapToLong(GraphEntry::tapeBytes).sum();
    }

    private ModelException lacks(String what) {
        return new ModelException("the model " + name + " has no " + what.replaceFirst("^a ", "")
                + ", which this method needs: choose another model with --model, or another --method");
    }
}
