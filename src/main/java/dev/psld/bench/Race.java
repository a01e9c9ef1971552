package dev.psld.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.psld.sampler.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** PyTorch's lane of a benchmark: the same step and the same nets, one round after each of ours. Used by one thread; closes its process. */
final class Race implements AutoCloseable {
    private final TorchFolder folder;
    private final Torch torch;
    private final int threads;
    private final double difference;
    private final List<String> kinds = new ArrayList<>(List.of("eager"));
    private final List<String> notes = new ArrayList<>();
    private final Map<String, List<Torch.Timing>> timings = new LinkedHashMap<>();

    /**
     * Starts PyTorch, checks that it computes the same, and warms it up.
     *
     * @param ours the latent after our first step
     */
    Race(Subject subject, TorchOptions options, int threads, float[] ours) {
        this.threads = threads;
        folder = TorchFolder.of(subject, threads);
        try {
            torch = Torch.start(options, folder.path(), threads);
            try {
                torch.ask("check");
                difference = difference(ours, folder.read("check.f32"));
                if (options.compile()) {
                    JsonNode compiled = torch.ask("compile");
                    if (compiled.path("compiled").asBoolean()) {
                        kinds.add("compiled");
                    } else {
                        notes.add("torch.compile does not work here: "
                                + compiled.path("why").asText());
                    }
                }
            } catch (RuntimeException e) {
                torch.close();
                throw e;
            }
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** One round of steps, and one of each net. */
    void round(int steps) {
        for (String kind : kinds) {
            note(kind, "step", torch.time("round " + kind + " " + steps));
        }
    }

    /** One round of a net, forward and backward to its input. */
    void net(String role, int times) {
        for (String kind : kinds) {
            note(kind, role, torch.time("net " + kind + " " + role + " " + times));
        }
    }

    /** Throws away what the warm-up measured. */
    void forget() {
        timings.clear();
    }

    /** The figures against our own seconds of the same rounds, by wall and by processors. */
    RaceFigures figures(Map<String, List<Torch.Timing>> ours) {
        List<RaceFigures.Line> lines = new ArrayList<>();
        for (String kind : kinds) {
            for (String what : ours.keySet()) {
                List<Torch.Timing> theirs = Objects.requireNonNull(timings.get(kind + " " + what));
                List<Torch.Timing> mine = Objects.requireNonNull(ours.get(what));
                lines.add(new RaceFigures.Line(
                        what,
                        kind,
                        Quartiles.of(wall(theirs)).times(1000),
                        Quartiles.ofRatios(wall(mine), wall(theirs)),
                        Quartiles.ofRatios(cpu(mine), cpu(theirs))));
            }
        }
        return new RaceFigures(torch.version(), threads, difference, lines, notes);
    }

    @Override
    public void close() {
        torch.close();
        folder.close();
    }

    private void note(String kind, String what, Torch.Timing timing) {
        timings.computeIfAbsent(kind + " " + what, k -> new ArrayList<>()).add(timing);
    }

    private static List<Double> wall(List<Torch.Timing> timings) {
        return timings.stream().map(Torch.Timing::seconds).toList();
    }

    private static List<Double> cpu(List<Torch.Timing> timings) {
        return timings.stream().map(Torch.Timing::cpuSeconds).toList();
    }

    private static double difference(float[] ours, float[] theirs) {
        if (ours.length != theirs.length) {
            throw new BenchException("PyTorch’s latent has " + theirs.length + " numbers, ours " + ours.length);
        }
        return Vectors.relativeDifference(ours, theirs);
    }
}
