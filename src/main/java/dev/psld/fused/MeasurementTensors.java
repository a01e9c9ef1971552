package dev.psld.fused;

import dev.psld.chain.OperatorRun;
import dev.psld.chain.TextCondition;
import dev.psld.graph.Tensor;
import dev.psld.operator.Glue;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.ElementType;
import dev.psld.ort.OrtTensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs that no step changes: what the net is told, y, T y and the operator's parameters, each made when a graph first asks for it. Used by
 * one thread; closed by its maker.
 */
final class MeasurementTensors implements AutoCloseable {
    private final FusedModel model;
    private final Measurement measurement;
    private final Map<String, Tensor> told;
    private final Map<String, OrtTensor> tensors = new HashMap<>();

    MeasurementTensors(FusedModel model, Measurement measurement, Optional<TextCondition> text) {
        this.model = model;
        this.told = ToldInputs.values(model.graphs(), text);
        this.measurement = measurement;
    }

    /** The tensor for an input of this name; empty when the input changes from step to step. */
    Optional<OrtTensor> tensor(String input) {
        Tensor said = told.get(input);
        if (said != null) {
            return Optional.of(tensors.computeIfAbsent(input, n -> made(said)));
        }
        MeasurementOperator operator = measurement.operator();
        Tensor parameter = operator.parameters().get(input);
        if (parameter != null) {
            return Optional.of(tensors.computeIfAbsent(
                    input, n -> made(parameter.toFloats(), parameter.shape().toArray())));
        }
        return switch (input) {
            case MeasurementOperator.Y ->
                Optional.of(tensors.computeIfAbsent(
                        input,
                        n -> made(measurement.y(), operator.measurementShape().toArray())));
            case Glue.TY ->
                Optional.of(tensors.computeIfAbsent(
                        input,
                        n -> made(
                                new OperatorRun(model.environment(), model.options()).lift(measurement),
                                operator.imageShape().toArray())));
            default -> Optional.empty();
        };
    }

    private OrtTensor made(Tensor value) {
        OrtTensor tensor = OrtTensor.allocate(
                model.environment(),
                ElementType.of(value.type().code()),
                value.shape().toArray());
        tensor.bytes().put(value.data());
        return tensor;
    }

    private OrtTensor made(float[] values, long... shape) {
        return OrtTensor.of(model.environment(), values, shape);
    }

    @Override
    public void close() {
        tensors.values().forEach(OrtTensor::close);
        tensors.clear();
    }
}
