package dev.psld.restore;

import dev.psld.chain.LatentDecoder;
import dev.psld.chain.ModelSessions;
import java.util.Optional;

/** Pictures of latents on the way, by a decoder that is bound when the first one is wanted. Thread-safe. */
final class Previews implements AutoCloseable {
    private final ModelSessions models;
    private Optional<LatentDecoder> decoding = Optional.empty();

    Previews(ModelSessions models) {
        this.models = models;
    }

    synchronized float[] decode(float[] latent) {
        if (decoding.isEmpty()) {
            decoding = Optional.of(new LatentDecoder(models));
        }
        return decoding.get().decode(latent);
    }

    @Override
    public synchronized void close() {
        decoding.ifPresent(LatentDecoder::close);
    }
}
