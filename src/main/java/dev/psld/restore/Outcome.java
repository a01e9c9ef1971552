package dev.psld.restore;

import java.util.Map;

/**
 * What sampling gave. Immutable by convention.
 *
 * @param samples the picture at the model's size, C×H×W in about [−1, 1]
 * @param residual ‖A x̂ − y‖/(σ√m); NaN where nothing is measured
 * @param batch how many pictures the graphs took that drew it
 * @param stages seconds by stage of the chain; its share where several were drawn at once
 */
@SuppressWarnings("ArrayRecordComponent") // a picture's samples, compared by nobody
public record Outcome(long seed, float[] samples, double residual, int batch, Map<String, Double> stages) {}
