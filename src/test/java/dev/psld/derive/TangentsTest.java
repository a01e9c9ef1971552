package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TangentsTest {
    @TempDir
    private Path folder;

    @Test
    void the_greatest_least_and_mean_of_no_elements_have_tangents_of_zero() {
        for (String op : new String[] {"ReduceMax", "ReduceMin", "ReduceMean", "ReduceLogSum"}) {
            GraphBuilder none = new GraphBuilder("none", 18);
            none.input("x", ElementType.FLOAT, 2, 0);
            none.emitAs("y", op, Attributes.NONE, "x", none.vector(1));
            none.output("y", ElementType.FLOAT, 2, 1);
            try (Environment environment = Environment.open()) {
                Graph prepared = new Preparation(environment).prepare(none.build());
                Graph jvp = new Tangents(environment).of(prepared, DiffRequest.of("x", "y", Mode.RECOMPUTE));
                Path file = folder.resolve(op + ".onnx");
                OnnxWriter.write(jvp, file);
                try (Session session = environment.session(file, SessionOptions.defaults())) {
                    Tensor empty = Tensor.floats(Shape.of(2, 0));
                    Map<String, Tensor> results =
                            TypedRun.run(environment, session, Map.of("x", empty, "x_tangent", empty));
                    assertThat(Objects.requireNonNull(results.get("y_tangent")).toDoubles())
                            .as(op)
                            .containsExactly(0, 0);
                }
            }
        }
    }
}
