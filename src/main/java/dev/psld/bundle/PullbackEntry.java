package dev.psld.bundle;

import dev.psld.derive.ModelException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pullback of a graph. Immutable and thread-safe.
 *
 * @param inputs the cotangents that it takes; what it needs of the forward's values and tape goes by their names there
 * @param outputs the cotangents that it gives
 * @param tapeBytes bytes that the forward keeps for it
 * @param workBytes bytes that it would keep without a limit: what the pullback works in grows with these
 * @param adjointError |⟨Jv,w⟩ − ⟨v,J*w⟩| over ‖Jv‖‖w‖ with Jv by transposing the pullback once more
 * @param differenceError the same with Jv by central differences
 */
public record PullbackEntry(
        String file,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        long tapeBytes,
        long workBytes,
        double adjointError,
        double differenceError) {

    public PullbackEntry {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Name of the input or output that holds the cotangent of a value. */
    public String cotangent(TensorSpec of) {
        return Stream.concat(inputs.stream(), outputs.stream())
                .filter(spec -> spec.of().filter(of.name()::equals).isPresent())
                .map(TensorSpec::name)
                .findFirst()
                .orElseThrow(() -> new ModelException(file + " declares no cotangent of “" + of.name() + "”"));
    }
}
