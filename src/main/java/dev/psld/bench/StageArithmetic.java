package dev.psld.bench;

import dev.psld.bundle.Bundle;
import dev.psld.derive.Preparation;
import dev.psld.graph.Arithmetic;
import dev.psld.graph.ArithmeticCount;
import dev.psld.operator.Glue;
import dev.psld.ort.Environment;
import dev.psld.sampler.Mode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the arithmetic of every stage of a step. Stateless. */
final class StageArithmetic {
    private static final Map<String, String> FORWARDS = Map.of("U", "unet", "D", "decoder", "E", "encoder");

    private StageArithmetic() {}

    /** Work by the stage's name on the chain's clock; stages that the method does not have are there too. */
    static Map<String, Arithmetic> of(Environment environment, BenchmarkCase subject) {
        Preparation preparation = new Preparation(environment);
        Bundle bundle = subject.models().bundle();
        Map<String, Arithmetic> work = new LinkedHashMap<>();
        FORWARDS.forEach((stage, role) -> {
            work.put(stage, ArithmeticCount.of(preparation.prepare(bundle.forward(role), Map.of())));
            work.put(stage + "*", ArithmeticCount.of(preparation.prepare(bundle.pullback(role), Map.of())));
        });
        if (subject.settings().method().measures()) {
            Glue glue = Glue.of(
                    subject.measurement().operator(),
                    subject.settings().method().encodes(),
                    subject.settings().mode() == Mode.AUTHOR);
            work.put("A", ArithmeticCount.of(preparation.prepare(glue.measure())));
            work.put("A*", ArithmeticCount.of(preparation.prepare(glue.pullback())));
        }
        return work;
    }
}
