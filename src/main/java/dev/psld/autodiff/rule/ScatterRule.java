package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Places;
import java.util.List;
import java.util.function.Supplier;

/**
 * Entries u put into x at chosen places. None: ū is ȳ there, x̄ is ȳ elsewhere; of
 * several for one place the last one holds. Add: both get ȳ. Mul: each factor gets ȳ
 * times the product of the others, exact where factors are 0. Max, min: the winner gets ȳ, equal winners share it.
 */
final class ScatterRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ScatterElements", "ScatterND");
    }

    @Override
    public void pull(Pullback p) {
        Places places = Places.of(p);
        String reduction = p.attributes().text("reduction", "none");
        switch (reduction) {
            case "none" -> {
                data(p, () -> places.put(p.cotangent(), p.filled(p.xShape(2), 0)));
                updates(p, () -> places.last(places.gather(p.cotangent())));
            }
            case "add" -> {
                data(p, p::cotangent);
                updates(p, () -> places.gather(p.cotangent()));
            }
            case "mul" -> product(p, places);
            case "max", "min" -> extreme(p, places);
            default -> throw p.unsupported("its reduction “" + reduction + "” is unknown");
        }
    }

    private static void product(Pullback p, Places places) {
        data(p, () -> p.mul(p.cotangent(), places.reduce(p.filled(p.xShape(0), 1), p.x(2), "mul")));
        updates(p, () -> {
            String zero = p.emit("Equal", p.x(2), p.scalar(0));
            String filled = p.where(zero, p.scalar(1), p.x(2));
            String product = places.gather(places.reduce(p.filled(p.xShape(0), 1), filled, "mul"));
            String count = p.cast(zero, p.type());
            String zeros = places.gather(places.reduce(p.filled(p.xShape(0), 0), count, "add"));
            // Beside one zero only that update sees a product that is not 0; beside two, none does.
            String none = p.only(p.emit("Less", zeros, p.scalar(0.5)), p.div(product, filled));
            String one = p.only(p.emit("Less", zeros, p.scalar(1.5)), product);
            return p.mul(places.gather(p.mul(p.cotangent(), p.x(0))), p.where(zero, one, none));
        });
    }

    private static void extreme(Pullback p, Places places) {
        String data = p.cast(p.emit("Equal", p.x(0), p.y()), p.type());
        String update = p.cast(p.emit("Equal", p.x(2), places.gather(p.y())), p.type());
        String share = p.div(p.cotangent(), places.reduce(data, update, "add"));
        data(p, () -> p.mul(share, data));
        updates(p, () -> p.mul(places.gather(share), update));
    }

    private static void data(Pullback p, Supplier<String> cotangent) {
        if (p.isActive(0)) {
            p.accumulate(0, cotangent.get());
        }
    }

    private static void updates(Pullback p, Supplier<String> cotangent) {
        if (p.isActive(2)) {
            p.accumulate(2, cotangent.get());
        }
    }
}
