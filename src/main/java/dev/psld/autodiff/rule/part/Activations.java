package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Expansion;
import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import java.util.ArrayList;
import java.util.List;

/** The functions that recurrent cells bend their sums with, by name, as the operators' attributes give them. Immutable. */
public record Activations(List<String> names, List<Double> alphas, List<Double> betas) {

    /**
     * Those of one direction.
     *
     * @param defaults the names where the node gives none
     */
    public static Activations of(Pullback p, int direction, String... defaults) {
        Object given = p.attributes().values().get("activations");
        List<String> names = new ArrayList<>();
        List<Double> alphas = new ArrayList<>();
        List<Double> betas = new ArrayList<>();
        double[] alpha = p.attributes().reals("activation_alpha").orElse(new double[0]);
        double[] beta = p.attributes().reals("activation_beta").orElse(new double[0]);
        int nextAlpha = 0;
        int nextBeta = 0;
        List<?> all = given instanceof List<?> list ? list : List.of();
        for (int k = 0; k < Math.max(all.size(), defaults.length); k++) {
            String name = k < all.size() ? String.valueOf(all.get(k)) : defaults[k % defaults.length];
            // The attributes with numbers list them only for the functions that take some.
            boolean one = List.of("LeakyRelu", "ThresholdedRelu", "Elu", "ScaledTanh", "Affine", "HardSigmoid")
                    .contains(name);
            boolean two = List.of("ScaledTanh", "Affine", "HardSigmoid").contains(name);
            double first = name.equals("LeakyRelu") ? 0.01 : name.equals("HardSigmoid") ? 0.2f : 1;
            double second = name.equals("HardSigmoid") ? 0.5 : name.equals("ScaledTanh") ? 1 : 0;
            alphas.add(one && nextAlpha < alpha.length ? alpha[nextAlpha++] : first);
            betas.add(two && nextBeta < beta.length ? beta[nextBeta++] : second);
            names.add(name);
        }
        int from = all.size() > defaults.length ? direction * defaults.length : 0;
        int to = from + defaults.length;
        return new Activations(names.subList(from, to), alphas.subList(from, to), betas.subList(from, to));
    }

    /** The k-th function of a value. */
    public String bent(Expansion e, int k, String x) {
        double a = alphas.get(k);
        double b = betas.get(k);
        return switch (names.get(k)) {
            case "Sigmoid", "Tanh", "Relu", "Softsign", "Softplus" -> e.emit(names.get(k), x);
            case "LeakyRelu", "ThresholdedRelu", "Elu" -> e.emit(names.get(k), Attributes.of("alpha", a), x);
            case "HardSigmoid" -> e.emit("HardSigmoid", Attributes.of("alpha", a, "beta", b), x);
            case "Affine" -> e.add(e.mul(x, a), e.scalar(b));
            case "ScaledTanh" -> e.mul(e.emit("Tanh", e.mul(x, b)), a);
            default -> throw new IllegalArgumentException("the activation “" + names.get(k) + "” is unknown");
        };
    }
}
