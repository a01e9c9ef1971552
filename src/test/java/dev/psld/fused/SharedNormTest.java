package dev.psld.fused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Role;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.operator.Degradation;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.sampler.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SharedNormTest {

    @Test
    void the_forward_takes_the_pullbacks_norm_where_silu_follows(@TempDir Path folder) throws IOException {
        try (Environment environment = Environment.open()) {
            Bundle bundle = TinyBundle.export(environment, folder, dev.psld.autodiff.Mode.TAPE);
            BundleGraphs nets = BundleGraphs.read(bundle);
            long before = Role.LATENT_DIFFUSION.stream()
                    .mapToLong(role -> count(nets.forward(role).graph(), "InstanceNormalization"))
                    .sum();
            long activated = Role.LATENT_DIFFUSION.stream()
                    .mapToLong(role -> count(nets.pullback(role).graph(), "Sigmoid"))
                    .sum();
            Graph step = StepGraph.of(
                            nets,
                            Degradation.of(Task.SR4).operator(Shape.of(1, 3, 16, 16)),
                            StepKind.step(Settings.defaults(), Optional.empty(), true, false))
                    .graph();
            assertThat(activated).isPositive();
            assertThat(count(step, "InstanceNormalization")).isBetween(before - activated, before - 1);
        }
    }

    private static long count(Graph graph, String op) {
        return graph.nodes().stream().filter(node -> node.op().equals(op)).count();
    }
}
