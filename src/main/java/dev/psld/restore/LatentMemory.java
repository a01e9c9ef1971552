package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Role;
import dev.psld.chain.MemoryUse;
import dev.psld.derive.ModelException;
import dev.psld.ort.Provider;
import dev.psld.sampler.Prompt;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a latent model shares the memory, and what that takes, worked out before anything is loaded. Immutable.
 *
 * <p>Measured with Stable Diffusion 1.5 at 512×512 in single precision (docs/memory.md): beside weights and tape, a graph
 * needs up to {@link #WORK} times its tape while it runs.
 *
 * @param use the plan
 * @param bytes what the process is expected to take at most
 * @param free what programs can have now
 */
public record LatentMemory(MemoryUse use, long bytes, long free) {
    /** Java, ONNX Runtime and the photo. */
    private static final long PROGRAM = 400L << 20;

    /** Memory of a pullback at work over its tape, or over what that would be without a limit. */
    private static final double WORK = 2.4;

    /** Of one that computes segments of the forward again: these are not held at once. */
    private static final double LIMITED_WORK = 1.7;

    /** What is kept from run to run beside: what was planned, and what the first run took beside it. */
    private static final double KEPT = 1.1;

    /** Copies that kernels make of the weights of a forward and its pullback, over the weights. */
    private static final double COPIES = 2.5;

    /**
     * Plans.
     *
     * @param settings say whether a prompt has the UNet predict twice, which takes a tape for each
     * @throws ModelException where what was asked for does not fit, with what does
     */
    public static LatentMemory of(
            Bundle bundle, MemoryChoice choice, Provider provider, long free, SolverSettings settings) {
        if (provider != Provider.CPU) {
            if (choice == MemoryChoice.LOW) {
                throw new ModelException(
                        "--memory low is for the CPU so far, and this runs on " + provider + ": leave it out");
            }
            return new LatentMemory(MemoryUse.FAST, fast(bundle, settings), free);
        }
        LatentMemory fast = new LatentMemory(MemoryUse.FAST, fast(bundle, settings), free);
        LatentMemory low = new LatentMemory(MemoryUse.LOW, low(bundle, settings), free);
        return switch (choice) {
            case FAST -> fast.orElse(bundle, low);
            case LOW -> low.fits() ? low : low.refuse(bundle, "");
            case AUTO -> fast.fits() ? fast : low.fits() || !low.isLarge() ? low : low.refuse(bundle, "");
        };
    }

    /** How many predictions of the UNet a step takes: 2 where a prompt guides it, else 1. */
    public static int predictions(SolverSettings settings) {
        return settings instanceof Settings latent
                ? latent.prompt().map(Prompt::branches).orElse(1)
                : 1;
    }

    /** Whether steps are guided by the model's small decoder. */
    public static boolean guided(SolverSettings settings) {
        return settings instanceof Settings latent
                && latent.plugIns().fullDecoderSteps().isPresent();
    }

    /** Whether the full decoder's pullback is taken: in the last sampling steps, or in polishing ones. */
    private static boolean pullsFull(SolverSettings settings) {
        return !(settings instanceof Settings latent)
                || latent.polish() > 0
                || latent.plugIns().fullDecoderSteps().orElse(1) > 0;
    }

    private boolean fits() {
        return bytes <= free;
    }

    private LatentMemory orElse(Bundle bundle, LatentMemory smaller) {
        return fits()
                ? this
                : refuse(bundle, smaller.fits() ? ": with --memory low it takes " + gigabytes(smaller.bytes) : "");
    }

    private LatentMemory refuse(Bundle bundle, String remedy) {
        throw new ModelException(
                "the model " + bundle.manifest().name() + " takes " + gigabytes(bytes) + " of memory, and "
                        + gigabytes(free) + " are free"
                        + (remedy.isEmpty()
                                ? ": close other programs, or take a model of half precision or a smaller one"
                                : remedy));
    }

    /** All graphs with copies of their weights, all tapes, and what every session keeps to work in. */
    private static long fast(Bundle bundle, SolverSettings settings) {
        double all = PROGRAM;
        for (String role : roles(settings)) {
            Part part = Part.of(bundle, role);
            all += part.weights * COPIES
                    + part.tape * (role.equals(Role.UNET) ? predictions(settings) : 1)
                    + part.work()
                    + part.whole * KEPT;
        }
        return (long) all;
    }

    private static List<String> roles(SolverSettings settings) {
        List<String> roles = new ArrayList<>(Role.LATENT_DIFFUSION);
        if (guided(settings)) {
            roles.add(Role.GUIDE_DECODER);
        }
        return roles;
    }

    /** The largest moment of steps by either decoder, or of the look at the end. */
    private static long low(Bundle bundle, SolverSettings settings) {
        Part full = Part.of(bundle, Role.DECODER);
        long most = pullsFull(settings) ? step(bundle, full, settings) : (long) full.forward();
        if (guided(settings)) {
            most = Math.max(most, step(bundle, Part.of(bundle, Role.GUIDE_DECODER), settings));
        }
        return PROGRAM + most;
    }

    /** The largest moment of a step: U's tapes stay through the others, the decoder's through E's. */
    private static long step(Bundle bundle, Part decoder, SolverSettings settings) {
        Part unet = Part.of(bundle, Role.UNET);
        Part encoder = Part.of(bundle, Role.ENCODER);
        long before = unet.tape * predictions(settings);
        long most = before + (long) (unet.work() + unet.copied());
        before += decoder.tape;
        most = Math.max(most, before + (long) (decoder.work() + decoder.copied()));
        before += encoder.tape;
        return Math.max(most, before + (long) (encoder.work() + encoder.copied()));
    }

    /** Bytes of the graphs of a role. */
    private record Part(long weights, long tape, long whole) {
        /** Weights from which they stay in their file. */
        private static final long MAPPED = 1L << 30;

        static Part of(Bundle bundle, String role) {
            GraphEntry graph = bundle.graph(role);
            return new Part(
                    bundle.weightBytes(role),
                    graph.tapeBytes(),
                    graph.pullback().map(PullbackEntry::workBytes).orElse(0L));
        }

        /** What its pullback works in. */
        double work() {
            return whole * (0 < tape && tape < whole ? LIMITED_WORK : WORK);
        }

        /** What its forward alone takes: all of its values, and what the weights take. */
        double forward() {
            return tape + whole + copied();
        }

        /** What one session has of its weights in memory. */
        double copied() {
            return weights < MAPPED ? weights * COPIES : weights;
        }
    }

    /** Whether it is worth a word. */
    public boolean isLarge() {
        return bytes > 2L << 30;
    }

    /** The plan in one line for the log. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "memory: %s of %s free, %s",
                gigabytes(bytes),
                gigabytes(free),
                use == MemoryUse.FAST ? "all graphs loaded (fast)" : "one graph at a time (low)");
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
