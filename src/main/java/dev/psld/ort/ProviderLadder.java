package dev.psld.ort;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.psld.gpu.CudaBuild;
import dev.psld.gpu.JetPack;
import dev.psld.gpu.MachineFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Picks the execution provider: the first of TensorRT, CUDA and CPU that loads, or the one asked for by name and no other. Nothing
 * large is unpacked where there is no GPU.
 */
public final class ProviderLadder {
    private ProviderLadder() {}

    /** The best provider that loads, with default options. */
    public static Pick pick(Environment environment) {
        return pick(environment, Optional.empty(), ProviderSettings.defaults());
    }

    /**
     * The provider asked for, or the best that loads.
     *
     * @throws ProviderException when a provider is asked for by name and does not load
     */
    public static Pick pick(Environment environment, Optional<Provider> forced, ProviderSettings settings) {
        if (forced.isPresent()) {
            return force(environment, forced.get(), forced.get() == Provider.CPU ? settings : settings.on(environment));
        }
        Optional<String> obstacle = GpuProbe.obstacle();
        if (obstacle.isPresent()) {
            return new Pick(Provider.CPU, List.of(), List.of("no TensorRT, no CUDA: " + obstacle.get()));
        }
        return climb(environment, settings.on(environment), JetPack.of(MachineFiles.here()));
    }

    private static Pick climb(Environment environment, ProviderSettings settings, Optional<JetPack> jetPack) {
        List<String> reasons = new ArrayList<>();
        for (Provider provider : List.of(Provider.TENSORRT, Provider.CUDA)) {
            Optional<String> known = unfit(provider, jetPack);
            if (known.isPresent()) {
                reasons.add(known.get());
                continue;
            }
            Optional<String> failure = attempt(environment, rung(provider, settings));
            if (failure.isEmpty()) {
                return new Pick(provider, rung(provider, settings), reasons);
            }
            reasons.add("no " + provider.title() + ": " + failure.get());
        }
        return new Pick(Provider.CPU, List.of(), reasons);
    }

    /**
     * Why a provider is not even tried by itself on a Jetson: since JetPack 7 its image lacks a library that TensorRT's provider
     * wants. Who asks for it by name gets it where it loads.
     */
    static Optional<String> unfit(Provider provider, Optional<JetPack> jetPack) {
        return jetPack.filter(j -> provider == Provider.TENSORRT && j.major() >= 7)
                .map(j -> "no TensorRT: on JetPack " + j.version()
                        + " its provider is reported not to load; --provider tensorrt tries it");
    }

    /** Why each provider for GPUs does not load, in ONNX Runtime's words; empty for one that does. */
    public static Map<Provider, Optional<String>> trials(Environment environment, ProviderSettings settings) {
        Map<Provider, Optional<String>> trials = new EnumMap<>(Provider.class);
        for (Provider provider : List.of(Provider.TENSORRT, Provider.CUDA)) {
            trials.put(provider, attempt(environment, rung(provider, settings)));
        }
        return trials;
    }

    private static Pick force(Environment environment, Provider provider, ProviderSettings settings) {
        List<ExecutionProvider> rung = rung(provider, settings);
        if (rung.isEmpty()) {
            return new Pick(provider, rung, List.of());
        }
        attempt(environment, rung).ifPresent(words -> {
            throw new ProviderException(
                    provider,
                    "provider " + provider.word() + " was asked for and does not load: " + words + ". "
                            + remedy(environment, provider));
        });
        return new Pick(provider, rung, List.of());
    }

    /** Parts of a graph that TensorRT does not take run on CUDA. */
    private static List<ExecutionProvider> rung(Provider provider, ProviderSettings settings) {
        return switch (provider) {
            case TENSORRT -> List.of(settings.tensorRt(), settings.cuda());
            case CUDA -> List.of(settings.cuda());
            case CPU -> List.of();
        };
    }

    /** Loads the providers and runs a small convolution on them; ONNX Runtime's words when that fails. */
    private static Optional<String> attempt(Environment environment, List<ExecutionProvider> providers) {
        try {
            List<String> builtIn = builtIn(environment.api());
            for (ExecutionProvider one : providers) {
                if (!builtIn.contains(one.provider().ortName())) {
                    return Optional.of("this ONNX Runtime (" + environment.version() + ", " + environment.libraryFile()
                            + ") was built without " + one.provider().title());
                }
                environment.library().unpackBeside(one.files());
            }
            SessionOptions options = SessionOptions.defaults().withProviders(providers);
            NativeOptions.of(environment.api(), options).close();
            ProbeModel.run(environment, providers);
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of(firstLine(e));
        }
    }

    private static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private static List<String> builtIn(OrtApi api) {
        PointerByReference names = new PointerByReference();
        IntByReference count = new IntByReference();
        api.call(Slot.GET_AVAILABLE_PROVIDERS, names, count);
        Pointer array = names.getValue();
        try {
            return Arrays.stream(array.getPointerArray(0, count.getValue()))
                    .map(name -> name.getString(0))
                    .toList();
        } finally {
            api.call(Slot.RELEASE_AVAILABLE_PROVIDERS, array, count.getValue());
        }
    }

    private static String remedy(Environment environment, Provider provider) {
        String needs = needs(environment) + (provider == Provider.TENSORRT ? " and TensorRT 10" : "");
        return "Install the NVIDIA driver, " + needs
                + " and put their folders into LD_LIBRARY_PATH (‘psld doctor’ says which are missing); on a Jetson point"
                + " --ort-lib at the ONNX Runtime built for its JetPack; or leave --provider out to run on what is there";
    }

    private static String needs(Environment environment) {
        try {
            return environment.cudaBuild().map(CudaBuild::words).orElse("CUDA and cuDNN");
        } catch (OrtException e) {
            return "CUDA and cuDNN"; // a damaged provider has its own words
        }
    }
}
