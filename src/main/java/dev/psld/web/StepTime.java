package dev.psld.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How long restorations take, by those that were made here; before there are any, as on two cores of a laptop. Stateless.
 */
final class StepTime {
    /** Seconds of a step of a model with latents, and of one for photos of any size by megapixel. */
    private static final double LATENT = 0.1;

    private static final double PICTURE = 1.3;

    private StepTime() {}

    /**
     * Seconds of one step of one sample.
     *
     * @param megapixels of the result; counts where the model takes any size
     */
    static double secondsPerStep(List<ResultFiles> made, ModelCatalog.Model model, String task, double megapixels) {
        double size = model.anySize() ? megapixels : 1;
        double unit = median(made, model, task)
                .orElseGet(() -> median(made, model, "").orElse(model.anySize() ? PICTURE : LATENT));
        return unit * size;
    }

    /** @param task empty for any */
    private static OptionalDouble median(List<ResultFiles> made, ModelCatalog.Model model, String task) {
        double[] units = made.stream()
                .filter(one -> one.json().path("model").path("name").asText().equals(model.bundle()))
                .filter(one ->
                        task.isEmpty() || one.json().path("task").asText().equals(task))
                .flatMapToDouble(one -> unit(one, model.anySize()))
                .sorted()
                .toArray();
        return units.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(units[units.length / 2]);
    }

    private static DoubleStream unit(ResultFiles one, boolean anySize) {
        JsonNode json = one.json();
        double steps = json.path("settings").path("steps").asDouble()
                * json.path("samples").size();
        double size = anySize
                ? one.size().map(s -> s.width() * (double) s.height() / 1e6).orElse(0.0)
                : 1;
        double unit = json.path("seconds").asDouble() / (steps * size);
        return Double.isFinite(unit) && unit > 0 ? DoubleStream.of(unit) : DoubleStream.empty();
    }
}
