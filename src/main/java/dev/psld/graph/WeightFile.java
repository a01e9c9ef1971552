package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One file of external weights that several graphs refer to; equal tensors are stored once. Not thread-safe. Collect the
 * references by writing the graphs, then {@link #save} once.
 */
public final class WeightFile {
    private static final int ALIGNMENT = 64;

    private final Path file;
    private final Map<WeightKey, Long> offsets = new LinkedHashMap<>();
    /** Offsets of the very tensors that were referred to before: forward and pullback share most. */
    private final IdentityHashMap<Tensor, Long> known = new IdentityHashMap<>();

    private final boolean open;
    private long end;

    public WeightFile(Path file) {
        this(file, true);
    }

    private WeightFile(Path file, boolean open) {
        this.file = file;
        this.open = open;
    }

    /**
     * A finished file, for further graphs that refer to what lies in it; what does not lie in it goes into these graphs.
     * {@link #save} is not to be called.
     *
     * @param graphs files beside it that refer to it
     */
    public static WeightFile finished(Path file, List<Path> graphs) {
        WeightFile weights = new WeightFile(file, false);
        graphs.forEach(graph -> weights.offsets.putAll(OnnxReader.externalData(graph, file)));
        return weights;
    }

    /** Whether a tensor lies in the file, or can be put there. */
    boolean takes(Tensor tensor) {
        return open || known.containsKey(tensor) || offsets.containsKey(new WeightKey(tensor));
    }

    OnnxMl.TensorProto.Builder reference(Tensor tensor) {
        int bytes = tensor.data().remaining();
        long offset = known.computeIfAbsent(
                tensor,
                t -> offsets.computeIfAbsent(new WeightKey(t), key -> {
                    long start = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                    end = start + bytes;
                    return start;
                }));
        return new WeightPlace(file.getFileName().toString(), offset, bytes).reference(tensor);
    }

    /** Writes the file; nothing is written where no graph referred to it. */
    public void save() {
        if (offsets.isEmpty()) {
            return;
        }
        if (!open) {
            throw new IllegalStateException(file + " is finished");
        }
        WholeFile.write(file, channel -> {
            for (Map.Entry<WeightKey, Long> entry : offsets.entrySet()) {
                WholeFile.put(channel, entry.getKey().bytes(), entry.getValue());
            }
        });
    }
}
