package dev.psld.autodiff.rule.part;

/**
 * Where an output element of Resize lies on the input axis, by the node's coordinate transformation mode: in single
 * precision as ONNX Runtime computes it for every element type, because a place next to the border of two elements goes to
 * either by its rounding. Immutable.
 */
public record Coordinates(String mode, int in, int out, float scale, float from, float to) {

    public float source(int o) {
        return switch (mode) {
            case "half_pixel" -> (o + 0.5f) / scale - 0.5f;
            case "half_pixel_symmetric" -> {
                float adjustment = out / (in * scale);
                yield in / 2f * (1 - adjustment) + (o + 0.5f) / scale - 0.5f;
            }
            case "pytorch_half_pixel" -> out > 1 ? (o + 0.5f) / scale - 0.5f : 0;
            case "align_corners" -> out > 1 ? o * (in - 1f) / (out - 1) : 0;
            case "asymmetric" -> o / scale;
            // An axis that keeps its length is left alone, or batch and channels would be moved by half an element.
            case "tf_half_pixel_for_nn" -> scale == 1 ? o : (o + 0.5f) / scale;
            case "tf_crop_and_resize" ->
                out > 1 ? from * (in - 1) + o * (to - from) * (in - 1) / (out - 1) : 0.5f * (from + to) * (in - 1);
            default -> throw new IllegalArgumentException("coordinate transformation mode “" + mode + "” is unknown");
        };
    }

    /** True for the mode that fills what lies outside with a constant. */
    public boolean extrapolates() {
        return mode.equals("tf_crop_and_resize");
    }
}
