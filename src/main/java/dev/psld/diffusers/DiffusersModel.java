package dev.psld.diffusers;

import dev.psld.bundle.ForwardModel;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.ModelData;
import dev.psld.bundle.ModelDescription;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline as the forward model of a bundle. Used by one thread, once. The graphs' weights are those of the source's files,
 * which must stay until the bundle is written.
 */
public final class DiffusersModel implements ForwardModel {
    private static final String TOKENIZER = "tokenizer";
    private static final String SECOND_TOKENIZER = "tokenizer_2";

    private final PipelineFolder folder;
    private final EncoderNet encoder;
    private final DecoderNet decoder;
    private final Optional<DecoderNet> guide;
    private final UnetNet unet;
    private final Optional<PromptGraph> prompt;
    private final ModelDescription description;
    private final int offset;

    private DiffusersModel(
            PipelineFolder folder,
            EncoderNet encoder,
            DecoderNet decoder,
            Optional<DecoderNet> guide,
            UnetNet unet,
            Optional<PromptGraph> prompt,
            ModelDescription description,
            int offset) {
        this.folder = folder;
        this.encoder = encoder;
        this.decoder = decoder;
        this.guide = guide;
        this.unet = unet;
        this.prompt = prompt;
        this.description = description;
        this.offset = offset;
    }

    /**
     * Reads configurations and graphs, and has the text encoder read the empty prompt; the nets stay where they are.
     *
     * @throws ModelException that names the first file that is missing or does not suit, and what to do
     */
    public static DiffusersModel read(Environment environment, PipelineFolder folder, ImportRequest request) {
        SchedulerConfig scheduler = SchedulerConfig.read(folder.scheduler());
        CodecConfig codec = CodecConfig.read(folder.root());
        DecoderNet decoder = new DecoderNet(SourceNet.read(folder.net("vae_decoder")), 1, codec.shift());
        long channels = decoder.channels(codec);
        Optional<DecoderNet> guide =
                request.guideDecoder().map(source -> SmallDecoder.read(source, codec.scale(), channels));
        UnetNet unet = new UnetNet(SourceNet.read(folder.net("unet")));
        unet.check(channels);
        EncoderNet encoder = new EncoderNet(SourceNet.read(folder.net("vae_encoder")), codec.shift(), channels);
        int factor = Math.toIntExact(decoder.factor(codec, channels, new Preparation(environment)));
        int size = TrainedSize.of(folder.root(), factor, request.size());
        List<Integer> image = List.of(3, size, size);
        Shape latent = Shape.of(1, channels, size / factor, size / factor);
        guide.ifPresent(net -> SmallDecoder.graph(net, latent, image, new Preparation(environment)));
        Optional<PromptGraph> prompt =
                unet.takesText() ? Optional.of(prompt(environment, folder, unet)) : Optional.empty();
        prompt.ifPresent(text -> requireWidth(folder, unet, text));
        ModelData data = new ModelData(
                request.name(),
                ModelCard.licence(folder.root()),
                request.source(),
                image,
                Optional.empty(),
                Optional.of(List.of(Math.toIntExact(channels), size / factor, size / factor)),
                codec.scale(),
                Optional.of(scheduler.prediction()),
                Optional.of(scheduler.schedule()),
                prompt.isPresent() ? Manifest.Conditioning.TEXT : Manifest.Conditioning.NONE);
        Map<String, ModelDescription.SourceGraph> graphs = new LinkedHashMap<>();
        if (prompt.isPresent()) {
            graphs.put(Role.TEXT_ENCODER, text(prompt.get()));
        }
        graphs.put(Role.ENCODER, ModelDescription.SourceGraph.conventional(true));
        graphs.put(Role.DECODER, ModelDescription.SourceGraph.conventional(true));
        if (guide.isPresent()) {
            graphs.put(Role.GUIDE_DECODER, ModelDescription.SourceGraph.conventional(true));
        }
        graphs.put(Role.UNET, unet(unet, prompt, size));
        ModelDescription description = new ModelDescription(data, Optional.of(Manifest.Precision.FP32), graphs);
        return new DiffusersModel(folder, encoder, decoder, guide, unet, prompt, description, scheduler.offset());
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    /** By how many timesteps the samplers that the model came with begin later than 0. */
    public int stepsOffset() {
        return offset;
    }

    @Override
    public Graph forward(String role, Preparation preparation) {
        List<Integer> picture = description.model().image();
        List<Integer> small = description.model().latent().orElseThrow();
        Shape image = Shape.of(1, picture.get(0), picture.get(1), picture.get(2));
        Shape latent = Shape.of(1, small.get(0), small.get(1), small.get(2));
        return switch (role) {
            case Role.TEXT_ENCODER -> prompt.orElseThrow().graph();
            case Role.ENCODER -> preparation.prepare(encoder.graph(image, preparation));
            case Role.DECODER -> preparation.prepare(decoder.graph(latent, preparation));
            case Role.GUIDE_DECODER -> SmallDecoder.graph(guide.orElseThrow(), latent, picture, preparation);
            case Role.UNET ->
                preparation.prepare(unet.graph(
                        latent,
                        prompt.map(text -> text.context().shape()),
                        prompt.flatMap(PromptGraph::pooled).map(Tensor::shape),
                        preparation));
            default -> throw new IllegalArgumentException(role);
        };
    }

    @Override
    public void writeCompanions(Path target) throws IOException {
        if (prompt.isPresent()) {
            write(target.resolve("context.bin"), prompt.get().context());
            if (prompt.get().pooled().isPresent()) {
                write(target.resolve("pooled.bin"), prompt.get().pooled().get());
            }
            TokenizerFiles.write(folder.tokenizer(TOKENIZER), target.resolve(TOKENIZER));
            if (unet.takesPooled()) {
                TokenizerFiles.write(folder.tokenizer(SECOND_TOKENIZER), target.resolve(SECOND_TOKENIZER));
            }
        }
        Path card = folder.root().resolve("README.md");
        if (Files.isRegularFile(card)) {
            Files.copy(card, target.resolve("README.md"));
        }
    }

    private static PromptGraph prompt(Environment environment, PipelineFolder folder, UnetNet unet) {
        boolean large = unet.takesPooled();
        if (!folder.has("text_encoder")) {
            throw new ModelException(
                    folder.net("text_encoder") + " is missing, and the UNet wants to be told a text: give an"
                            + " export with its text encoder, also for restorations without a prompt");
        }
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            TokenizerFiles.write(folder.tokenizer(TOKENIZER), scratch.resolve(TOKENIZER));
            Optional<Path> second = Optional.empty();
            if (large) {
                folder.require("text_encoder_2");
                second = Optional.of(scratch.resolve(SECOND_TOKENIZER));
                TokenizerFiles.write(folder.tokenizer(SECOND_TOKENIZER), second.get());
            }
            PromptGraph read = PromptGraph.of(environment, folder, large, scratch.resolve(TOKENIZER), second);
            return folder.saysNothingByZeros() ? read.zeroed() : read;
        }
    }

    private static void requireWidth(PipelineFolder folder, UnetNet unet, PromptGraph text) {
        long width = text.context().shape().dim(-1);
        if (unet.width() > 0 && unet.width() != width) {
            throw new ModelException(
                    folder.net("text_encoder") + " makes " + width + " numbers of each token, and the UNet takes "
                            + unet.width() + ": these are parts of different models, export both from one");
        }
    }

    private static ModelDescription.SourceGraph text(PromptGraph prompt) {
        Map<String, Quantity> tokens = new LinkedHashMap<>();
        prompt.graph().inputs().forEach(v -> tokens.put(v.name(), Quantity.TOKENS));
        return new ModelDescription.SourceGraph(tokens, Map.of(), Map.of(), Map.of(), Optional.empty(), false);
    }

    private static ModelDescription.SourceGraph unet(UnetNet unet, Optional<PromptGraph> prompt, int size) {
        Map<String, Quantity> inputs = new LinkedHashMap<>();
        Map<String, List<Double>> constants = new LinkedHashMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        prompt.ifPresent(text -> files.put("context", "context.bin"));
        prompt.flatMap(PromptGraph::pooled).ifPresent(pooled -> files.put("pooled", "pooled.bin"));
        if (unet.takesTimeIds()) {
            inputs.put("time_ids", Quantity.CONSTANT);
            constants.put("time_ids", UnetNet.timeIds(size, size));
        }
        return new ModelDescription.SourceGraph(inputs, Map.of(), constants, files, Optional.empty(), true);
    }

    private static void write(Path file, Tensor tensor) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = tensor.data();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
