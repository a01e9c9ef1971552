package dev.psld.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.Mode;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.chain.MemoryUse;
import dev.psld.config.Presets;
import dev.psld.derive.ModelException;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Provider;
import dev.psld.sampler.Method;
import dev.psld.sampler.PlugIns;
import dev.psld.sampler.Prompt;
import dev.psld.sampler.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentMemoryTest {
    private static final Settings PLAIN = Presets.shipped().of(Task.INPAINT_BOX).settings(Method.PSLD, 0.05, 1);

    private final Bundle bundle = Bundle.open(Path.of("onnx/portrait64"));

    @Test
    void theFastestPlanThatFitsIsTaken() {
        LatentMemory fast = plan(MemoryChoice.AUTO, Long.MAX_VALUE);
        LatentMemory low = plan(MemoryChoice.LOW, Long.MAX_VALUE);
        assertThat(fast.use()).isEqualTo(MemoryUse.FAST);
        assertThat(low.use()).isEqualTo(MemoryUse.LOW);
        assertThat(low.bytes()).isLessThan(fast.bytes());
        assertThat(plan(MemoryChoice.AUTO, fast.bytes()).use()).isEqualTo(MemoryUse.FAST);
        assertThat(plan(MemoryChoice.AUTO, fast.bytes() - 1).use()).isEqualTo(MemoryUse.LOW);
    }

    @Test
    void whatDoesNotFitIsRefusedWithThePlanThatDoes() {
        long low = plan(MemoryChoice.LOW, Long.MAX_VALUE).bytes();
        assertThatThrownBy(() -> plan(MemoryChoice.FAST, low))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("with --memory low it takes");
        for (MemoryChoice choice : List.of(MemoryChoice.FAST, MemoryChoice.LOW)) {
            assertThatThrownBy(() -> plan(choice, low - 1))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("half precision");
        }
        assertThat(plan(MemoryChoice.AUTO, 0).use())
                .as("a small model is tried, whatever the system says")
                .isEqualTo(MemoryUse.LOW);
    }

    @Test
    void oneGraphAtATimeIsForTheCpu() {
        assertThatThrownBy(() -> LatentMemory.of(bundle, MemoryChoice.LOW, Provider.CUDA, Long.MAX_VALUE, PLAIN))
                .hasMessageContaining("--memory low");
    }

    @Test
    void guidanceTakesASecondTapeOfTheUnet() {
        long tape = bundle.graph("unet").tapeBytes();
        Settings guided = PLAIN.withPrompt(Optional.of(new Prompt("a cat", "", 7.5, Prompt.Kind.CFG)));
        Settings same = PLAIN.withPrompt(Optional.of(new Prompt("a cat", "a cat", 7.5, Prompt.Kind.CFG)));
        for (MemoryChoice choice : List.of(MemoryChoice.FAST, MemoryChoice.LOW)) {
            long plain = plan(choice, Long.MAX_VALUE).bytes();
            assertThat(LatentMemory.of(bundle, choice, Provider.CPU, Long.MAX_VALUE, guided)
                            .bytes())
                    .isEqualTo(plain + tape);
            assertThat(LatentMemory.of(bundle, choice, Provider.CPU, Long.MAX_VALUE, same)
                            .bytes())
                    .isEqualTo(plain);
        }
    }

    @Test
    void aSmallDecoderTakesThePlaceOfTheFullOneWhereThatIsNeverPulled(@TempDir Path folder) throws IOException {
        Bundle guided;
        try (Environment environment = Environment.open()) {
            guided = TinyBundle.guided(environment, folder, Mode.TAPE);
        }
        Settings unpolished = PLAIN.withPolish(0);
        for (MemoryChoice choice : List.of(MemoryChoice.FAST, MemoryChoice.LOW)) {
            long full = bytes(guided, choice, unpolished);
            long last = bytes(guided, choice, withLast(unpolished, 3));
            long never = bytes(guided, choice, withLast(unpolished, 0));
            if (choice == MemoryChoice.FAST) {
                assertThat(last).as("both are loaded").isGreaterThan(full).isEqualTo(never);
            } else {
                assertThat(last).as("one at a time, the larger counts").isEqualTo(full);
                assertThat(never).isLessThanOrEqualTo(full);
                assertThat(bytes(guided, choice, withLast(unpolished.withPolish(1), 0)))
                        .as("polishing pulls the full one")
                        .isEqualTo(full);
            }
        }
    }

    private static Settings withLast(Settings settings, int steps) {
        return settings.withPlugIns(new PlugIns(1, 0, 1, 0, OptionalInt.of(steps)));
    }

    private static long bytes(Bundle of, MemoryChoice choice, Settings settings) {
        return LatentMemory.of(of, choice, Provider.CPU, Long.MAX_VALUE, settings)
                .bytes();
    }

    private LatentMemory plan(MemoryChoice choice, long free) {
        return LatentMemory.of(bundle, choice, Provider.CPU, free, PLAIN);
    }
}
