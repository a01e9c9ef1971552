package dev.psld.autodiff.rule;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.rule.part.ArrayReading;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** The coordinates and the reading of GridSample, written out. Immutable; lives in one rule. */
record Grid(Pullback p, Expansion e) {
    /** The coefficient of ONNX Runtime's and PyTorch's cubic convolution here. */
    private static final double CUBIC = -0.75;

    private boolean corners() {
        return p.attributes().integer("align_corners", 0) != 0;
    }

    private String padding() {
        return p.attributes().text("padding_mode", "zeros");
    }

    /** Coordinates from −1 to 1 counted in elements of a spatial axis. */
    String elements(int axis, String normalised) {
        long length = p.xShape().dim(2 + axis);
        double scale = corners() ? (length - 1) / 2.0 : length / 2.0;
        return e.add(e.mul(normalised, scale), e.scalar((length - 1) / 2.0));
    }

    String read(List<String> at) {
        String mode = p.attributes().text("mode", "linear");
        if (mode.endsWith("cubic")) {
            return cubic(at);
        }
        boolean zeros = padding().equals("zeros");
        if (mode.equals("nearest")) {
            List<String> whole = new ArrayList<>();
            for (int i = 0; i < at.size(); i++) {
                whole.add(e.emit("Round", kept(i, at.get(i))));
            }
            return ArrayReading.elements(e, p.x(), whole, zeros);
        }
        List<String> inside = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            inside.add(kept(i, at.get(i)));
        }
        return ArrayReading.linear(e, p.x(), inside, zeros);
    }

    /** A coordinate as the padding takes it: as it is, cut at the borders, or reflected there. */
    private String kept(int axis, String at) {
        long length = p.xShape().dim(2 + axis);
        return switch (padding()) {
            case "zeros" -> at;
            case "border" -> cut(at, length);
            case "reflection" -> cut(reflected(at, length), length);
            default -> throw p.unsupported("its padding “" + padding() + "” is unknown");
        };
    }

    private String cut(String at, long length) {
        return e.emit("Min", e.emit("Max", at, e.scalar(0)), e.scalar(length - 1.0));
    }

    /** Reflected at the middle of the outermost elements, or at their outer borders. */
    private String reflected(String at, long length) {
        double low = corners() ? 0 : -0.5;
        double span = corners() ? length - 1 : length;
        if (span == 0) {
            return e.mul(at, 0);
        }
        String distance = e.emit("Abs", e.sub(at, e.scalar(low)));
        String flips = e.emit("Floor", e.div(distance, e.scalar(span)));
        String rest = e.sub(distance, e.mul(flips, span));
        String half = e.mul(flips, 0.5);
        String even = e.emit("Equal", e.emit("Floor", half), half);
        return e.add(e.where(even, rest, e.sub(e.scalar(span), rest)), e.scalar(low));
    }

    private String cubic(List<String> at) {
        Shape places = e.shape(at.get(0));
        Shape column = Shape.of(places.dim(0), 1, places.dim(1));
        List<String> low = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String one : at) {
            low.add(e.emit("Floor", one));
            rest.add(e.sub(one, low.get(low.size() - 1)));
        }
        String sum = "";
        for (int tap = 0; tap < 16; tap++) {
            List<String> whole = new ArrayList<>();
            String weight = "";
            for (int i = 0; i < 2; i++) {
                int k = (i == 0 ? tap / 4 : tap % 4) - 1;
                whole.add(kept(i, e.add(low.get(i), e.scalar(k))));
                String share = share(rest.get(i), k);
                weight = weight.isEmpty() ? share : e.mul(weight, share);
            }
            boolean zeros = padding().equals("zeros");
            String part = e.mul(ArrayReading.elements(e, p.x(), whole, zeros), e.reshape(weight, column));
            sum = sum.isEmpty() ? part : e.add(sum, part);
        }
        return sum;
    }

    /** The weight of the element k places beyond, at this rest: the cubic convolution of Keys (1981), equation 15. */
    private String share(String rest, int k) {
        boolean near = k == 0 || k == 1;
        String distance = k <= 0 ? e.add(rest, e.scalar(-k)) : e.sub(e.scalar(k), rest);
        double[] c = near
                ? new double[] {CUBIC + 2, -(CUBIC + 3), 0, 1}
                : new double[] {CUBIC, -5 * CUBIC, 8 * CUBIC, -4 * CUBIC};
        String value = e.scalar(c[0]);
        for (int i = 1; i < 4; i++) {
            value = e.add(e.mul(value, distance), e.scalar(c[i]));
        }
        return value;
    }
}
