package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A small decoder for guidance as exporters write it, such as diffusers' AutoencoderTiny (TAESD). Stateless. */
final class SmallDecoder {
    private static final String REMEDY =
            ": give the folder of an export of AutoencoderTiny, with model.onnx or vae_decoder/model.onnx, and config.json";

    private SmallDecoder() {}

    /**
     * Reads one that is to stand in for the decoder of a model.
     *
     * @param scale of the model: a latent of the diffusion is so many times one of the bundle
     * @param channels of its latents
     * @throws ModelException that says what is missing or does not suit
     */
    static DecoderNet read(Path folder, double scale, long channels) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(
                    (Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder) + REMEDY);
        }
        Path file = Stream.of("vae_decoder/model.onnx", "model.onnx")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ModelException(folder + " holds no small decoder" + REMEDY));
        Config config = Config.firstOf(
                        file.resolveSibling("config.json"),
                        folder.resolve("config.json"),
                        folder.resolve("vae").resolve("config.json"))
                .orElseThrow(() -> new ModelException(file.resolveSibling("config.json")
                        + " is missing, which tells the scale of the small decoder’s latents: copy the config.json of"
                        + " the model that it was exported from"));
        CodecConfig said = CodecConfig.small(config);
        DecoderNet net = new DecoderNet(SourceNet.read(file), scale / said.scale(), said.shift());
        long taken = net.channels(said);
        if (taken != channels) {
            throw net.net()
                    .fault("takes latents of " + taken + " channels, the model’s have " + channels
                            + ": give a small decoder that was made for this model");
        }
        return net;
    }

    /** The graph of one for latents of a model; refuses pictures of another size than the model's. */
    static Graph graph(DecoderNet net, Shape latent, List<Integer> image, Preparation preparation) {
        Graph graph = prepared(net, latent, preparation);
        Shape made = graph.outputs().get(0).shape();
        Shape wanted = Shape.of(1, image.get(0), image.get(1), image.get(2));
        if (!made.equals(wanted)) {
            throw net.net()
                    .fault("makes pictures of the shape " + made + " of the model’s latents, whose own decoder makes "
                            + wanted + ": give a small decoder that was made for this model");
        }
        return graph;
    }

    private static Graph prepared(DecoderNet net, Shape latent, Preparation preparation) {
        try {
            return preparation.prepare(net.graph(latent, preparation));
        } catch (GraphException e) {
            throw net.net()
                    .fault("cannot take the model’s latents of the shape " + latent + " (" + e.getMessage()
                            + "): export it with open sizes, or for these");
        }
    }
}
