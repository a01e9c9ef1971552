package dev.psld.bundle;

import dev.psld.derive.ModelException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A graph of a bundle: its file, what it takes and gives, and its pullback. Immutable and thread-safe.
 *
 * @param forward file of the graph
 * @param outputs what it is for; a forward with a tape has that as further outputs, which nobody declares
 * @param pullback empty where the graph was never differentiated
 */
public record GraphEntry(
        String forward, List<TensorSpec> inputs, List<TensorSpec> outputs, Optional<PullbackEntry> pullback) {

    public GraphEntry {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The input that holds this; a {@link ModelException} where there is none. */
    public TensorSpec input(Quantity holds) {
        return find(inputs, holds)
                .orElseThrow(() -> new ModelException(forward + " declares no input that holds " + article(holds)));
    }

    /** The output that holds this; a {@link ModelException} where there is none. */
    public TensorSpec output(Quantity holds) {
        return findOutput(holds)
                .orElseThrow(() -> new ModelException(forward + " declares no output that holds " + article(holds)));
    }

    /** The output that holds this, where there is one. */
    public Optional<TensorSpec> findOutput(Quantity holds) {
        return find(outputs, holds);
    }

    /** What the graph is differentiated by: its picture or latent; empty for one that takes neither. */
    public Optional<TensorSpec> data() {
        return inputs.stream().filter(spec -> spec.holds().isData()).findFirst();
    }

    /** The inputs that hold something of every picture, and so grow with their number: all but those that all pictures share. */
    List<String> growing() {
        return inputs.stream().filter(TensorSpec::grows).map(TensorSpec::name).toList();
    }

    /** What is differentiated by {@link #data}: all outputs of real numbers. */
    List<TensorSpec> differentiated() {
        return outputs.stream().filter(spec -> spec.type().isReal()).toList();
    }

    /** Bytes that the forward keeps for its pullback. */
    public long tapeBytes() {
        return pullback.map(PullbackEntry::tapeBytes).orElse(0L);
    }

    /** All files that it names. */
    Stream<String> files() {
        return Stream.concat(
                Stream.concat(Stream.of(forward), pullback.map(PullbackEntry::file).stream()),
                inputs.stream().flatMap(spec -> spec.file().stream()));
    }

    private static Optional<TensorSpec> find(List<TensorSpec> among, Quantity holds) {
        return among.stream().filter(spec -> spec.holds() == holds).findFirst();
    }

    private static String article(Quantity holds) {
        return "the " + holds.word() + ": export the model again";
    }
}
