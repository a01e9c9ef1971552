package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.TensorSpec;
import dev.psld.derive.ModelException;
import dev.psld.graph.ElementType;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.nio.file.Path;
import java.util.List;

/** Compares a loaded graph with what the bundle's manifest declares of it. Stateless. */
final class SessionCheck {
    private SessionCheck() {}

    /**
     * Throws a {@link ModelException} that names the first input or output of another type or shape.
     *
     * @param batch how many pictures the graph takes; what has a part for each grows with it
     */
    static void check(Bundle bundle, String role, int batch, Session forward) {
        Path file = bundle.forward(role);
        for (TensorSpec input : bundle.graph(role).inputs()) {
            boolean data = input.holds() == Quantity.IMAGE || input.holds() == Quantity.LATENT;
            TensorSpec wanted = input.grows() ? input.batched(batch) : input;
            compare(file, "takes", wanted, found(file, forward.inputs(), wanted));
            if (data && input.type() != ElementType.FLOAT) {
                throw new ModelException(file + " computes with pictures of type " + input.type()
                        + ", which cannot be run yet: export the model in float32");
            }
        }
        for (TensorSpec output : bundle.graph(role).outputs()) {
            TensorSpec wanted = output.batched(batch);
            compare(file, "gives", wanted, found(file, forward.outputs(), wanted));
        }
    }

    private static TensorInfo found(Path file, List<TensorInfo> among, TensorSpec wanted) {
        return among.stream()
                .filter(info -> info.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        file + " has no “" + wanted.name() + "”, which bundle.json declares" + remedy()));
    }

    private static void compare(Path file, String verb, TensorSpec wanted, TensorInfo found) {
        boolean sameType = found.type().code() == wanted.type().code();
        if (!sameType || !found.shape().equals(wanted.shape().dims())) {
            throw new ModelException(file + " " + verb + " “" + wanted.name() + "” in the "
                    + (sameType ? "shape " + found.shape() : "type " + found.type()) + ", but bundle.json says "
                    + (sameType ? wanted.shape().dims() : wanted.type()) + remedy());
        }
    }

    private static String remedy() {
        return ": copy the bundle again, or make it with ‘psld export’";
    }
}
