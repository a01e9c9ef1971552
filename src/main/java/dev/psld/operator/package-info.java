/**
 * Measurement operators A as ONNX graphs, y = A x + noise, each with the map T that lifts measurements back to images:
 * mask, down-sampling, blurs, identity, a user's own file.
 *
 * <p>{@link dev.psld.operator.Task} and {@link dev.psld.operator.Degradation} say which one is meant, {@link
 * dev.psld.operator.MeasurementOperator} is the result, {@link dev.psld.operator.Glue} joins A and T into the graphs that
 * a guidance step runs. All graphs take one image, float 1×C×H×W in [−1, 1], and know the shape of every value.
 */
@NullMarked
package dev.psld.operator;

import org.jspecify.annotations.NullMarked;
