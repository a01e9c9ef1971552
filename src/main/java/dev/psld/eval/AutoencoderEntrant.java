package dev.psld.eval;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.chain.LatentDecoder;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.PictureEncoder;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import java.util.List;
import java.util.Optional;

/**
 * No restorer: the clean picture through the encoder and the decoder of a latent model, which is what methods with latents can
 * come to at best. Used by one thread; the environment stays the caller's.
 */
public final class AutoencoderEntrant implements Entrant {
    /** What it is asked for by. */
    public static final String NAME = "autoencoder";

    private static final int CALLS = 2;

    private final Bundle bundle;
    private final Environment environment;
    private final Pick pick;

    /** @param model name of a bundle; empty for the one that comes with the program */
    public AutoencoderEntrant(Optional<String> model, Environment environment, Pick pick) {
        Optional<Bundle> asked = model.map(name -> ModelFolders.open(Optional.of(name)))
                .filter(b -> !b.manifest().onPictures());
        this.bundle = asked.orElseGet(() -> ModelFolders.open(Optional.of(ModelFolders.PORTRAITS)));
        this.environment = environment;
        this.pick = pick;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean draws() {
        return false;
    }

    @Override
    public String identity(EvaluatedTask task) {
        return bundle.manifest().files().toString();
    }

    @Override
    public Optional<String> refusal(EvaluatedTask task, Subject subject) {
        return LatentSize.refusal(bundle.manifest(), subject);
    }

    @Override
    public void restore(EvaluatedTask task, List<Order> orders, Receiver receiver) {
        try (ModelSessions models = ModelSessions.load(environment, bundle, pick);
                PictureEncoder encoder = new PictureEncoder(models);
                LatentDecoder decoder = new LatentDecoder(models)) {
            for (Order order : orders) {
                long began = System.nanoTime();
                Picture clean = order.measured().subject().picture();
                float[] made = decoder.decode(encoder.encode(clean.samples()));
                new PictureWriter()
                        .overwriting(true)
                        .write(Picture.cut(clean.width(), clean.height(), made), order.file());
                receiver.made(order, new Made((System.nanoTime() - began) / 1e9, CALLS, 0));
            }
        }
    }
}
