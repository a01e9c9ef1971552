package dev.psld.chain;

import dev.psld.autodiff.DiffRequest;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.operator.Glue;
import dev.psld.operator.GlueBatch;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operators of several pictures: residuals, glued pictures, and their pullback. Used by one thread at a time; closes its
 * stages and sessions, not the tensors that it was given.
 */
final class GlueStages implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final Environment environment;
    private final SessionOptions options;
    private final GlueBatch glue;
    private final boolean gluing;
    private final StageClock clock;
    private final Stage measure;
    private final Rows residualSquared;
    private final List<OrtTensor> noise = new ArrayList<>();

    /**
     * Binds the forward; {@link #bindPullback} comes next.
     *
     * @param pictures what is measured, one picture a measurement
     * @param gluing whether the measurements are glued into the pictures
     * @param withNoise whether every measurement gets fresh noise (author mode)
     */
    GlueStages(
            Environment environment,
            SessionOptions options,
            List<Measurement> measurements,
            boolean gluing,
            boolean withNoise,
            OrtTensor pictures,
            StageClock clock) {
        this.environment = environment;
        this.options = options;
        this.gluing = gluing;
        this.clock = clock;
        this.glue =
                GlueBatch.of(measurements.stream().map(Measurement::operator).toList(), gluing, withNoise);
        try {
            measure = open.keep(new BoundStage("A", environment, graph(glue.measure()), clock));
            measure.input(MeasurementOperator.X, pictures);
            for (int k = 0; k < measurements.size(); k++) {
                feed(measurements.get(k), k);
                if (withNoise) {
                    noise.add(measure.hostInput(glue.name(Glue.NOISE, k)));
                }
            }
            residualSquared = new Rows(measure.hostOutput(Glue.RESIDUAL_SQUARED), measurements.size());
            measure.settle();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where {@link #run} leaves the glued pictures. */
    OrtTensor glued() {
        return measure.value(Glue.GLUED);
    }

    /**
     * Binds the pullback to what the forward keeps.
     *
     * @param gluedCotangent the cotangents of the glued pictures; empty exactly where nothing is glued
     */
    GluePull bindPullback(Optional<OrtTensor> gluedCotangent) {
        Stage pullback = open.keep(new BoundStage("A*", environment, graph(glue.pullback()), clock));
        pullback.follow(measure);
        Rows scale = new Rows(pullback.hostInput(Glue.SCALE), glue.images());
        gluedCotangent.ifPresent(tensor -> pullback.input(DiffRequest.cotangent(Glue.GLUED), tensor));
        pullback.settle();
        return new GluePull(pullback, scale);
    }

    /** The bound pullback, closed with the stages. */
    record GluePull(Stage stage, Rows scale) {
        /** Where {@link Stage#run} leaves the cotangents of the pictures. */
        OrtTensor pictures() {
            return stage.value(DiffRequest.cotangent(MeasurementOperator.X));
        }
    }

    /** The noise added to one picture's measurement, for the next {@link #run}. */
    void noise(int row, Optional<float[]> measurementNoise) {
        if (!noise.isEmpty()) {
            OrtTensor own = noise.get(row);
            own.put(measurementNoise.orElseGet(() -> new float[Math.toIntExact(own.elements())]));
        }
    }

    void run() {
        measure.run();
    }

    /** ‖A x + noise − y‖² of one picture. */
    double residualSquared(int row) {
        return residualSquared.get(row)[0];
    }

    @Override
    public void close() {
        open.close();
    }

    /** Binds y, T y and the operator's parameters of one picture, which no step changes. */
    private void feed(Measurement measurement, int row) {
        MeasurementOperator operator = measurement.operator();
        measure.input(
                glue.name(MeasurementOperator.Y, row),
                open.keep(OrtTensor.of(
                        environment,
                        measurement.y(),
                        operator.measurementShape().toArray())));
        if (gluing) {
            measure.input(
                    glue.name(Glue.TY, row),
                    open.keep(OrtTensor.of(
                            environment,
                            new OperatorRun(environment, options).lift(measurement),
                            operator.imageShape().toArray())));
        }
        operator.parameters()
                .forEach((name, tensor) -> measure.give(
                        glue.name(name, row),
                        open.keep(OrtTensor.of(
                                environment, tensor.toFloats(), tensor.shape().toArray()))));
    }

    private Session graph(Graph graph) {
        return open.keep(environment.session(OnnxWriter.toBytes(graph), options));
    }
}
