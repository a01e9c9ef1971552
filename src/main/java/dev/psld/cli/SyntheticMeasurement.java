package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.chain.OperatorRun;
import dev.psld.graph.Shape;
import dev.psld.operator.Degradation;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.sampler.Draws;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A task tried on a picture that is made up: what is in it does not change what a step costs. Stateless. */
final class SyntheticMeasurement {
    /** Noise of the measurement, in [−1, 1] units. */
    static final double SIGMA = 0.05;

    private SyntheticMeasurement() {}

    /** Refuses, as a wrong command line, a task whose operator comes from files. */
    static void requireOwnOperator(CommandSpec spec, Task task, Task instead) {
        if (task == Task.INPAINT || task == Task.CUSTOM) {
            throw new ParameterException(
                    spec.commandLine(),
                    "‘" + task + "’ needs files of its own: give another --task, such as " + instead.word());
        }
    }

    /** A of the made-up picture at the model's size. */
    static Measurement measurement(Environment environment, Bundle bundle, Task task, Lift lift) {
        List<Integer> size = bundle.manifest().image();
        MeasurementOperator operator =
                Degradation.of(task).withLift(lift).operator(Shape.of(1, size.get(0), size.get(1), size.get(2)));
        float[] picture = Draws.of(42, "bench picture").normal(bundle.manifest().imageLength());
        return new Measurement(operator, new OperatorRun(environment).measure(operator, picture));
    }
}
