package dev.psld.autodiff.rule;

/** Where an output element of Resize lies on the input axis, by the node's coordinate transformation mode. Immutable. */
record Coordinates(String mode, int in, int out, double scale, double from, double to) {

    double source(int o) {
        return switch (mode) {
            case "half_pixel" -> (o + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> {
                double adjustment = out / (in * scale);
                yield in / 2.0 * (1 - adjustment) + (o + 0.5) / scale - 0.5;
            }
            case "pytorch_half_pixel" -> out > 1 ? (o + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> out > 1 ? o * (in - 1.0) / (out - 1) : 0;
            case "asymmetric" -> o / scale;
            // An axis that keeps its length is left alone, or batch and channels would be moved by half an element.
            case "tf_half_pixel_for_nn" -> scale == 1 ? o : (o + 0.5) / scale;
            case "tf_crop_and_resize" ->
                out > 1 ? from * (in - 1) + o * (to - from) * (in - 1) / (out - 1) : 0.5 * (from + to) * (in - 1);
            default -> throw new IllegalArgumentException("coordinate transformation mode “" + mode + "” is unknown");
        };
    }

    /** True for the mode that fills what lies outside with a constant. */
    boolean extrapolates() {
        return mode.equals("tf_crop_and_resize");
    }
}
