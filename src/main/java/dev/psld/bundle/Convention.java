package dev.psld.bundle;

import dev.psld.autodiff.DiffRequest;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the inputs and outputs of a role go by where nobody declares others: those of format 1, and of graphs
 * that {@code psld export} is given without a word on them. Immutable and thread-safe.
 */
record Convention(Map<String, Quantity> inputs, Map<String, Quantity> outputs) {
    private static final Map<String, Convention> ROLES = Map.of(
            Role.ENCODER,
            new Convention(
                    Map.of("x", Quantity.IMAGE), ordered("mean", Quantity.MEAN, "logvar", Quantity.LOG_VARIANCE)),
            Role.DECODER,
            new Convention(Map.of("z", Quantity.LATENT), Map.of("x", Quantity.IMAGE)),
            Role.GUIDE_DECODER,
            new Convention(Map.of("z", Quantity.LATENT), Map.of("x", Quantity.IMAGE)),
            Role.UNET,
            new Convention(
                    Map.of(
                            "z", Quantity.LATENT,
                            "x", Quantity.IMAGE,
                            "t", Quantity.TIMESTEP,
                            "context", Quantity.CONTEXT,
                            "pooled", Quantity.POOLED),
                    Map.of("prediction", Quantity.PREDICTION)),
            Role.DENOISER,
            new Convention(Map.of("x", Quantity.IMAGE, "sigma", Quantity.SIGMA), Map.of("denoised", Quantity.DENOISED)),
            Role.TEXT_ENCODER,
            new Convention(
                    Map.of("tokens", Quantity.TOKENS),
                    ordered("context", Quantity.CONTEXT, "pooled", Quantity.POOLED)));

    /** The names of a role; empty for one that has none. */
    static Optional<Convention> of(String role) {
        return Optional.ofNullable(ROLES.get(role));
    }

    /** Role names, for messages. */
    static String roles() {
        return String.join(", ", ROLES.keySet().stream().sorted().toList());
    }

    /** What format 1 says of a role without writing it down. */
    static GraphEntry first(String role, String file, Shape image, Shape latent) {
        return switch (role) {
            case Role.ENCODER ->
                new GraphEntry(
                        file,
                        List.of(real("x", image, Quantity.IMAGE)),
                        List.of(real("mean", latent, Quantity.MEAN), real("logvar", latent, Quantity.LOG_VARIANCE)),
                        Optional.empty());
            case Role.DECODER ->
                new GraphEntry(
                        file,
                        List.of(real("z", latent, Quantity.LATENT)),
                        List.of(real("x", image, Quantity.IMAGE)),
                        Optional.empty());
            default ->
                new GraphEntry(
                        file,
                        List.of(real("z", latent, Quantity.LATENT), real("t", Shape.of(1), Quantity.TIMESTEP)),
                        List.of(real("prediction", latent, Quantity.PREDICTION)),
                        Optional.empty());
        };
    }

    /** The graph with a pullback of all its real outputs by its picture or latent, whose cotangents the differentiator named. */
    static GraphEntry differentiated(
            GraphEntry graph, String file, long tape, long work, double adjoint, double difference) {
        return new GraphEntry(
                graph.forward(),
                graph.inputs(),
                graph.outputs(),
                Optional.of(new PullbackEntry(
                        file,
                        graph.differentiated().stream()
                                .map(Convention::cotangent)
                                .toList(),
                        graph.data().stream().map(Convention::cotangent).toList(),
                        tape,
                        work,
                        adjoint,
                        difference)));
    }

    private static TensorSpec cotangent(TensorSpec of) {
        return TensorSpec.cotangent(DiffRequest.cotangent(of.name()), of);
    }

    private static TensorSpec real(String name, Shape shape, Quantity holds) {
        return new TensorSpec(name, ElementType.FLOAT, shape, holds);
    }

    private static Map<String, Quantity> ordered(String a, Quantity first, String b, Quantity second) {
        Map<String, Quantity> map = new LinkedHashMap<>();
        map.put(a, first);
        map.put(b, second);
        return map;
    }
}
