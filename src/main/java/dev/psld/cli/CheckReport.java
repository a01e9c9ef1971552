package dev.psld.cli;

import dev.psld.derive.PairCheck;
import dev.psld.derive.Tolerance;
import dev.psld.graph.ElementType;
import java.io.PrintWriter;
import java.util.Locale;

/** The outcome of a check in words. Stateless. */
final class CheckReport {
    private CheckReport() {}

    /** One output by one value. */
    static void print(PairCheck.Line line, Tolerance tolerance, PrintWriter writer) {
        String head = "d " + line.of() + " / d " + line.wrt() + ": ";
        if (!line.influences()) {
            writer.println(head + "zero here, and zero by the pullback");
            return;
        }
        String difference = line.difference().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "difference quotients %.1e%s",
                        line.difference().getAsDouble(),
                        mark(line.difference().getAsDouble() <= tolerance.difference()))
                : "difference quotients say nothing, as values pass straight through";
        writer.printf(
                Locale.ROOT,
                "%sadjoint test %.1e%s, %s%n",
                head,
                line.adjoint(),
                mark(line.adjoint() <= tolerance.adjoint()),
                difference);
    }

    static void verdict(boolean right, ElementType precision, Tolerance tolerance, long seed, PrintWriter writer) {
        writer.printf(
                Locale.ROOT,
                "check %s at seed %d (%s: adjoint test up to %.0e, difference quotients up to %.0e, of ‖Jv‖‖w‖)%n",
                right ? "passed" : "FAILED",
                seed,
                precision.name().toLowerCase(Locale.ROOT),
                tolerance.adjoint(),
                tolerance.difference());
        if (!right) {
            writer.println(
                    "Nothing was written. Where the data of the check is not valid or not typical for the model, give"
                            + " some with --data; where only the quotients fail, the model may have kinks there: try another"
                            + " --seed. Else please report the model.");
        }
        writer.flush();
    }

    private static String mark(boolean right) {
        return right ? "" : " (too much)";
    }
}
