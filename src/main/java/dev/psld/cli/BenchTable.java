package dev.psld.cli;

import dev.psld.bench.Figures;
import dev.psld.bench.MemoryFigures;
import dev.psld.bench.NetFigures;
import dev.psld.bench.Quartiles;
import dev.psld.bench.StageFigures;
import dev.psld.bench.TorchFigures;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of a benchmark as tables of text. Not thread-safe; the writer stays the caller's. */
final class BenchTable {
    private final PrintWriter out;

    BenchTable(PrintWriter out) {
        this.out = out;
    }

    void print(Figures f) {
        out.printf(
                "%s, %s, %s on %s, %d threads: %d rounds of %d steps%n",
                f.model(), f.task(), f.method(), f.provider(), f.threads(), f.rounds(), f.stepsPerRound());
        out.printf(
                "matrix product peak: %.1f GFLOP/s at %d×%d%n%n",
                f.peak().gflops(), f.peak().size(), f.peak().size());
        stages(f);
        out.printf(
                "%nJava’s share of a step: %.2f %% (%.2f to %.2f); allocated in Java: %,.0f bytes a step%n",
                100 * f.javaShare().median(),
                100 * f.javaShare().lower(),
                100 * f.javaShare().upper(),
                f.javaBytes().median());
        out.printf(
                "%.2f steps a second; %.1f pictures a minute, one sample each%n%n",
                f.stepsPerSecond(), f.picturesPerMinute());
        nets(f);
        memory(f.memory());
        f.race().ifPresent(this::race);
        out.flush();
    }

    private void stages(Figures f) {
        out.printf(
                "%-6s %9s %9s %17s %9s %9s %9s %7s%n",
                "stage", "median ms", "least", "quartiles", "MFLOP", "elementw.", "GFLOP/s", "of peak");
        for (StageFigures s : f.stages()) {
            out.printf(
                    "%-6s %9.2f %9.2f %17s %9.1f %9.1f %9.1f %5.0f %%%n",
                    s.stage(),
                    s.milliseconds().median(),
                    s.milliseconds().min(),
                    quartiles(s.milliseconds()),
                    s.work().products() / 1e6,
                    s.work().elementwise() / 1e6,
                    s.gflops(),
                    100 * s.peakShare());
        }
    }

    private void nets(Figures f) {
        out.printf("%-8s %12s %12s %22s%n", "net", "forward ms", "pullback ms", "pullback/forward");
        for (NetFigures n : f.nets()) {
            out.printf(
                    "%-8s %12.2f %12.2f %6.2f (%s)%n",
                    n.role(),
                    n.forward().median(),
                    n.pullback().median(),
                    n.ratio().median(),
                    quartiles(n.ratio()));
        }
    }

    private void memory(MemoryFigures m) {
        out.println();
        m.peakResident().ifPresent(bytes -> out.printf("peak memory of the process: %.0f MB, ", bytes / 1e6));
        out.printf(
                "Java heap in use: %.0f MB, weight files: %.1f MB, tape: %s%n",
                m.heap() / 1e6,
                m.weights() / 1e6,
                m.tape().entrySet().stream()
                        .map(e -> String.format("%s %.2f MB", e.getKey(), e.getValue() / 1e6))
                        .collect(Collectors.joining(", ")));
        out.println("native objects open: "
                + m.natives().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getKey().toLowerCase(Locale.ROOT) + " " + e.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private void race(TorchFigures r) {
        out.printf(
                "%nPyTorch %s, %d threads; latents after the same first step differ by %.1e%n",
                r.torch(), r.threads(), r.difference());
        out.printf("%-8s %-9s %10s %24s %24s%n", "", "", "torch ms", "ours/torch, time", "ours/torch, processors");
        for (TorchFigures.Line line : r.lines()) {
            out.printf(
                    "%-8s %-9s %10.1f %10.2f (%s) %10.2f (%s)%n",
                    line.what(),
                    line.kind(),
                    line.torch().median(),
                    line.ratio().median(),
                    quartiles(line.ratio()),
                    line.cpuRatio().median(),
                    quartiles(line.cpuRatio()));
        }
        r.notes().forEach(out::println);
    }

    private static String quartiles(Quartiles s) {
        return String.format("%.2f … %.2f", s.lower(), s.upper());
    }
}
