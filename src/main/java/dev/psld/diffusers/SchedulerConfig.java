package dev.psld.diffusers;

import dev.psld.bundle.Manifest;
import dev.psld.derive.ModelException;
import dev.psld.sampler.NoiseSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code scheduler_config.json} says of the training: the noise schedule, and what the net predicts. Immutable. Defaults are
 * those of diffusers where a key is missing.
 *
 * @param offset by how many timesteps diffusers’ samplers begin later than 0: 1 for Stable Diffusion, and in the authors' grid
 */
record SchedulerConfig(Manifest.Schedule schedule, Manifest.Prediction prediction, int offset) {
    /** ā of a last step that is nothing but noise: as small as diffusers lets it be, so that nothing divides by 0. */
    private static final double LEAST = 0x1p-24;

    /** @throws ModelException where it is missing, or tells of a training that the methods have no formulae for */
    static SchedulerConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    file + " is missing, which tells the noise schedule of the training: copy the folder"
                            + " scheduler of the model that the graphs were exported from");
        }
        Config config = Config.read(file);
        String kind = config.text("_class_name").orElse("");
        if (kind.contains("Flow") || config.text("prediction_type").orElse("").equals("flow_prediction")) {
            throw config.fault("is that of a flow-matching model (" + kind + "), whose steps are none of a diffusion:"
                    + " give a model that was trained to predict the noise or the velocity, such as Stable Diffusion 1.5,"
                    + " 2.1 or SDXL");
        }
        return new SchedulerConfig(
                schedule(config),
                prediction(config),
                config.whole("steps_offset").orElse(0));
    }

    private static Manifest.Prediction prediction(Config config) {
        String word = config.text("prediction_type").orElse("epsilon");
        return switch (word) {
            case "epsilon" -> Manifest.Prediction.EPSILON;
            case "v_prediction" -> Manifest.Prediction.VELOCITY;
            default ->
                throw config.fault("has the prediction_type “" + word
                        + "”, for which psld has no formula: give a model that" + " predicts epsilon or v_prediction");
        };
    }

    private static Manifest.Schedule schedule(Config config) {
        int steps = config.whole("num_train_timesteps").orElse(1000);
        double start = config.number("beta_start").orElse(0.0001);
        double end = config.number("beta_end").orElse(0.02);
        String word = config.text("beta_schedule").orElse("linear");
        Manifest.Schedule schedule = config.numbers("trained_betas")
                .map(betas -> trained(config, betas, steps))
                .orElseGet(() -> switch (word) {
                    case "scaled_linear" -> new Manifest.Schedule("scaled-linear", start, end, steps);
                    case "linear" -> new Manifest.Schedule("linear", start, end, steps);
                    case "squaredcos_cap_v2" -> new Manifest.Schedule("cosine", 0, 0, steps);
                    default ->
                        throw config.fault("has the beta_schedule “" + word + "”, which psld does not know: there are"
                                + " scaled_linear, linear, squaredcos_cap_v2, and trained_betas");
                });
        if (config.flag("rescale_betas_zero_snr")) {
            schedule = Manifest.Schedule.trained(toZeroSignal(alphaBars(schedule)));
        }
        schedule.fault().ifPresent(fault -> {
            throw config.fault("cannot be used: " + fault);
        });
        return schedule;
    }

    private static Manifest.Schedule trained(Config config, List<Double> betas, int steps) {
        if (betas.size() != steps) {
            throw config.fault("has " + betas.size() + " trained_betas for num_train_timesteps " + steps
                    + ": copy the model again");
        }
        return Manifest.Schedule.trained(betas);
    }

    private static NoiseSchedule alphaBars(Manifest.Schedule s) {
        return s.kind().equals("trained")
                ? NoiseSchedule.ofBetas(
                        s.betas().stream().mapToDouble(Double::doubleValue).toArray())
                : NoiseSchedule.of(s.kind(), s.start(), s.end(), s.steps());
    }

    /**
     * Shifts and scales √ā so that its last is 0 and its first stays (arXiv 2305.08891, algorithm 1); the last is then made
     * as small as half precision can tell.
     */
    private static List<Double> toZeroSignal(NoiseSchedule schedule) {
        double[] root = new double[schedule.length()];
        for (int t = 0; t < root.length; t++) {
            root[t] = Math.sqrt(schedule.alphaBar(t));
        }
        double first = root[0];
        double last = root[root.length - 1];
        List<Double> rescaled = new ArrayList<>();
        double before = 1;
        for (double r : root) {
            double scaled = (r - last) * first / (first - last);
            double alphaBar = Math.max(scaled * scaled, LEAST);
            rescaled.add(1 - alphaBar / before);
            before = alphaBar;
        }
        return rescaled;
    }
}
