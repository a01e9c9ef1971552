package dev.psld.chain;

import dev.psld.ort.Binding;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A stage of a session that stays, with its inputs and outputs bound once. Used by one thread; closes its binding and the
 * tensors it made, not its session nor the tensors it was given. Outputs that Java does not read stay where the session's
 * provider puts them, in memory that every run uses again.
 */
public final class BoundStage extends Stage {
    private final Session session;
    private final Binding binding;
    private final Set<String> filled = new HashSet<>();

    /**
     * Makes a binding of the session, with nothing bound yet.
     *
     * @param label what the clock calls it
     */
    public BoundStage(String label, Environment environment, Session session, StageClock clock) {
        super(label, environment, session.inputs(), session.outputs(), clock);
        this.session = session;
        this.binding = session.bind();
    }

    /**
     * Gives every output that is not bound yet memory of the session's provider. In host memory it is reserved by the
     * shapes that the graph declares; a device's is taken at a first run, which is made here.
     */
    @Override
    public void settle() {
        List<TensorInfo> open = session.outputs().stream()
                .filter(output -> !filled.contains(output.name()))
                .toList();
        boolean reserved = session.deviceMemory().equals("Cpu") && open.stream().allMatch(TensorInfo::fixed);
        for (TensorInfo output : open) {
            if (reserved) {
                place(output.name(), OrtTensor.reserve(environment(), output.type(), output.dimensions()));
            } else {
                binding.outputToDevice(output.name());
            }
        }
        if (!reserved) {
            binding.run();
            open.forEach(output -> adopt(output.name(), binding.output(output.name())));
        }
    }

    @Override
    void once() {
        binding.run();
    }

    @Override
    void feed(String name, OrtTensor tensor) {
        binding.input(name, tensor);
    }

    @Override
    void fill(String name, OrtTensor tensor) {
        binding.output(name, tensor);
        filled.add(name);
    }

    @Override
    public void close() {
        binding.close();
        super.close();
    }
}
