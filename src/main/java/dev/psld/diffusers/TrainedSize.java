package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Height and width of the pictures that graphs are fixed to. Stateless. */
final class TrainedSize {
    /** Of Stable Diffusion 1, where nothing is said. */
    private static final int USUAL = 512;

    private TrainedSize() {}

    /**
     * What was asked for, else what the UNet was trained at.
     *
     * @param factor pixels of a latent's side
     */
    static int of(Path root, int factor, OptionalInt asked) {
        Optional<Config> config = Config.firstOf(root.resolve("unet").resolve("config.json"));
        int size = asked.orElseGet(() ->
                config.flatMap(c -> c.whole("sample_size")).map(s -> s * factor).orElse(USUAL));
        int halvings = config.map(c -> c.node().path("block_out_channels").size())
                .filter(levels -> levels > 0)
                .map(levels -> levels - 1)
                .orElse(0);
        int step = factor << halvings;
        if (size < step || size % step != 0) {
            throw new ModelException("the model takes pictures whose sides are multiples of " + step + ", not " + size
                    + ": give --size " + Math.max(step, size / step * step));
        }
        return size;
    }
}
