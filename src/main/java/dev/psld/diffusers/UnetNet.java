package dev.psld.diffusers;

import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The UNet: latent {@code z}, timestep {@code t}, and where it has them {@code context}, {@code pooled} and {@code time_ids}, to
 * {@code prediction}. Immutable.
 */
record UnetNet(SourceNet net) {
    private static final String[] LATENT = {"sample", "latent", "latent_model_input", "x"};
    private static final String[] TIME = {"timestep", "timesteps", "t"};
    private static final String[] CONTEXT = {"encoder_hidden_states", "context"};
    private static final String POOLED = "text_embeds";
    private static final String TIME_IDS = "time_ids";

    /** What SDXL is told in its time ids: height and width of the original, top and left of the crop, height and width. */
    private static final int IDS = 6;

    boolean takesText() {
        return net.input(CONTEXT).isPresent();
    }

    boolean takesPooled() {
        return net.input(POOLED).isPresent();
    }

    /** Numbers of each token's vector. */
    long width() {
        return net.input(CONTEXT).map(v -> v.shape().dim(-1)).orElse(0L);
    }

    /** Refuses UNets that want to see more than a noisy latent, or are told what psld does not know. */
    void check(long channels) {
        Value sample = latent();
        long taken = net.channels(sample)
                .orElseThrow(() -> net.fault("does not tell how many channels its input “" + sample.name()
                        + "” has: export it with that dimension fixed"));
        if (taken == 2 * channels + 1) {
            throw net.fault("takes " + taken + " channels, latent, mask and masked picture: it is a model trained for"
                    + " inpainting. psld fills holes with the plain model: give the one that it was made from, whose UNet"
                    + " takes " + channels + " channels");
        }
        if (taken > channels && taken <= 2 * channels) {
            throw net.fault(
                    "takes " + taken + " channels where latents have " + channels + ": it is told a picture besides"
                            + " (editing, depth or upscaling): give the plain model, whose UNet takes " + channels);
        }
        if (taken != channels) {
            throw net.fault("takes latents of " + taken + " channels, the decoder those of " + channels
                    + ": these are parts of different models, export both from one");
        }
        net.input("timestep_cond").ifPresent(v -> {
            throw net.fault(
                    "takes “timestep_cond”: it was distilled to few steps with a guidance of its own (LCM), which no"
                            + " gradient fits: give the model that it was made from");
        });
        net.input("class_labels").ifPresent(v -> {
            throw net.fault(
                    "takes “class_labels”, and psld knows models that are told a text or nothing: give such a one");
        });
        net.input(TIME_IDS).filter(v -> v.shape().dim(-1) != IDS).ifPresent(v -> {
            throw net.fault(
                    "takes " + v.shape().dim(-1) + " time ids, a refiner’s: give the base model, which takes " + IDS);
        });
        List<String> known = List.of(
                sample.name(),
                time().name(),
                net.input(CONTEXT).map(Value::name).orElse(""),
                POOLED,
                TIME_IDS);
        net.requireNoOther(known);
    }

    /** @param context its shape, 1×tokens×width, where it takes text */
    Graph graph(Shape latent, Optional<Shape> context, Optional<Shape> pooled, Preparation preparation) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(latent().name(), latent);
        Value time = time();
        shapes.put(time.name(), time.shape().rank() == 0 ? Shape.of() : Shape.of(1));
        net.input(CONTEXT).ifPresent(v -> shapes.put(v.name(), context.orElseThrow()));
        net.input(POOLED).ifPresent(v -> shapes.put(v.name(), pooled.orElseThrow()));
        net.input(TIME_IDS).ifPresent(v -> shapes.put(v.name(), Shape.of(1, IDS)));
        Graph fixed = net.fixed(shapes, preparation);
        String output = net.output("out_sample", "sample", "noise_pred")
                .or(() -> fixed.outputs().size() == 1
                        ? Optional.of(fixed.outputs().get(0))
                        : Optional.empty())
                .map(Value::name)
                .orElseThrow(() ->
                        net.fault("has no output “out_sample”: export the UNet with its prediction under this name"));
        Boundary boundary = new Boundary("unet", fixed);
        Map<String, Boundary.Fed> feeds = new HashMap<>();
        feed(boundary, feeds, latent().name(), "z", latent);
        feed(boundary, feeds, time.name(), "t", Shape.of(1));
        net.input(CONTEXT).ifPresent(v -> feed(boundary, feeds, v.name(), "context", context.orElseThrow()));
        net.input(POOLED).ifPresent(v -> feed(boundary, feeds, v.name(), "pooled", pooled.orElseThrow()));
        net.input(TIME_IDS).ifPresent(v -> feed(boundary, feeds, v.name(), TIME_IDS, Shape.of(1, IDS)));
        Map<String, String> made = boundary.put(fixed, feeds);
        return boundary.output("prediction", made.getOrDefault(output, "")).build();
    }

    /** What the time ids say of pictures that are neither enlarged nor cut. */
    static List<Double> timeIds(int height, int width) {
        return List.of((double) height, (double) width, 0.0, 0.0, (double) height, (double) width);
    }

    boolean takesTimeIds() {
        return net.input(TIME_IDS).isPresent();
    }

    private static void feed(
            Boundary boundary, Map<String, Boundary.Fed> feeds, String theirs, String ours, Shape shape) {
        feeds.put(theirs, Boundary.Fed.floats(boundary.input(ours, shape), shape));
    }

    private Value latent() {
        return net.input(LATENT)
                .orElseThrow(() -> net.fault("has no input “sample”: export the UNet with its latent under this name"));
    }

    private Value time() {
        return net.input(TIME)
                .orElseThrow(
                        () -> net.fault("has no input “timestep”: export the UNet with its timestep under this name"));
    }
}
