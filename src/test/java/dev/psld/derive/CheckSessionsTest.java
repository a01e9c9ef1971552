package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckSessionsTest {
    /** Else the check of Stable Diffusion's encoder at 512×512 runs it in double precision, only because it is in half. */
    @ParameterizedTest
    @CsvSource({"FLOAT, 100, false", "FLOAT16, 100, false", "FLOAT, 300, true", "FLOAT16, 300, true"})
    void aNetOfHalfPrecisionIsAsLargeAsOneOfSingle(ElementType type, long millions, boolean inTurn) {
        try (Environment environment = Environment.open();
                CheckSessions sessions = CheckSessions.of(environment, twoValues(type, millions * 1_000_000))) {
            assertThat(sessions.areInTurn()).isEqualTo(inTurn);
        }
    }

    private static Graph twoValues(ElementType type, long elements) {
        GraphBuilder b = new GraphBuilder("large", 17);
        b.input("x", type, elements);
        b.emitAs("between", "Neg", Attributes.NONE, "x");
        b.know(new Value("between", type, Shape.of(elements)));
        b.emitAs("y", "Neg", Attributes.NONE, "between");
        b.output("y", type, elements);
        return b.build();
    }
}
