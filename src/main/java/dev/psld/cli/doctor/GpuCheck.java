package dev.psld.cli.doctor;

import dev.psld.gpu.CudaBuild;
import dev.psld.gpu.FoundLibrary;
import dev.psld.gpu.JetPack;
import dev.psld.gpu.LibrarySearch;
import dev.psld.gpu.MachineFiles;
import dev.psld.gpu.NvidiaGpu;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the GPU, its driver, and the libraries that the loaded ONNX Runtime's GPU providers want. */
final class GpuCheck {
    private final MachineFiles machine;
    private final Optional<JetPack> jetPack;
    private final Optional<CudaBuild> build;

    private GpuCheck(MachineFiles machine, Optional<CudaBuild> build) {
        this.machine = machine;
        this.jetPack = JetPack.of(machine);
        this.build = build;
    }

    /**
     * Looks now.
     *
     * @param build what the providers were built against; empty for an ONNX Runtime that has none
     */
    static List<Finding> look(MachineFiles machine, Optional<CudaBuild> build) {
        return new GpuCheck(machine, build).findings();
    }

    private List<Finding> findings() {
        Optional<NvidiaGpu> gpu = NvidiaGpu.of(machine);
        if (gpu.isEmpty()) {
            return List.of(Finding.ok(
                    "gpu",
                    "none"
                            + build.map(b -> "; this ONNX Runtime would want " + b.words() + tensorRt(b))
                                    .orElse("")));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(device(gpu.get()));
        if (build.isEmpty()) {
            findings.add(Finding.warn("cuda", "this ONNX Runtime has no provider for GPUs", otherRuntime()));
            return findings;
        }
        CudaBuild wanted = build.get();
        LibrarySearch search = LibrarySearch.on(machine, wanted.runPath());
        findings.add(tooOld(gpu.get(), wanted)
                .orElseGet(() -> part(
                        search,
                        "cuda",
                        "CUDA " + wanted.cuda(),
                        wanted.runtime(),
                        "cuda-libraries-" + wanted.cuda() + "-*")));
        String cudnn = CudaBuild.major(wanted.cudnn());
        findings.add(part(
                search,
                "cudnn",
                "cuDNN " + cudnn,
                List.of(wanted.cudnn()),
                "libcudnn" + cudnn + "-cuda-" + wanted.cuda()));
        if (!wanted.tensorRt().isEmpty()) {
            String major = CudaBuild.major(wanted.tensorRt().get(0));
            findings.add(part(
                    search,
                    "tensorrt",
                    "TensorRT " + major,
                    wanted.tensorRt(),
                    "libnvinfer" + major + " and libnvonnxparsers" + major));
        }
        return findings;
    }

    private Finding device(NvidiaGpu gpu) {
        String found = gpu.name()
                + jetPack.map(j -> ", JetPack " + j.version() + " (Jetson Linux " + j.release() + ")")
                        .orElse("")
                + gpu.driver().map(d -> ", driver " + d).orElse("");
        boolean told = gpu.driver().isPresent() || jetPack.isPresent();
        return told
                ? Finding.ok("gpu", found)
                : Finding.warn(
                        "gpu",
                        found + ", no driver in the kernel",
                        "install NVIDIA’s driver, and load it by a restart");
    }

    private static Optional<Finding> tooOld(NvidiaGpu gpu, CudaBuild wanted) {
        return gpu.newestCuda()
                .filter(newest -> newest < wanted.cuda())
                .map(newest -> Finding.warn(
                        "cuda",
                        "this ONNX Runtime wants CUDA " + wanted.cuda() + "; the driver runs CUDA up to " + newest,
                        "update the driver, or give --ort-lib an ONNX Runtime built for CUDA " + newest));
    }

    /** A set of libraries of one installer. */
    private Finding part(LibrarySearch search, String subject, String title, List<String> sonames, String packages) {
        List<FoundLibrary> found =
                sonames.stream().flatMap(name -> search.find(name).stream()).toList();
        List<String> missing = sonames.stream()
                .filter(name -> found.stream().noneMatch(f -> f.name().equals(name)))
                .toList();
        String versions = title + versions(found);
        if (!missing.isEmpty()) {
            return Finding.warn(
                    subject,
                    title + " is wanted, and " + String.join(", ", missing) + " not there" + others(search, missing),
                    jetPack.isPresent()
                            ? "sudo apt install nvidia-jetpack, or give --ort-lib an ONNX Runtime built for this JetPack"
                            : "install " + title + " (NVIDIA’s packages " + packages + ")");
        }
        Set<String> untold = found.stream()
                .filter(f -> !f.loaded())
                .map(f -> String.valueOf(f.file().getParent()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return untold.isEmpty()
                ? Finding.ok(subject, versions)
                : Finding.warn(
                        subject,
                        versions + ", where the loader does not look",
                        "export LD_LIBRARY_PATH=" + String.join(":", untold) + ":$LD_LIBRARY_PATH");
    }

    private static String versions(List<FoundLibrary> found) {
        return found.stream()
                .map(f -> f.version()
                                .map(v -> f.name().replaceFirst("\\.so.*", "") + " " + v)
                                .orElse(f.name()) + " in " + f.file().getParent())
                .collect(Collectors.joining(", ", ": ", ""));
    }

    /** Libraries of other versions than the ones that are missing, which people take for the right ones. */
    private static String others(LibrarySearch search, List<String> missing) {
        return missing.stream()
                .flatMap(name -> search.other(name.substring(0, name.lastIndexOf('.') + 1)).stream())
                .limit(1)
                .map(f -> "; " + f.name() + " in " + f.file().getParent() + " is of another version")
                .collect(Collectors.joining());
    }

    private String otherRuntime() {
        return jetPack.map(j -> "give --ort-lib the folder of an ONNX Runtime built for JetPack " + j.version())
                .orElse("leave --ort-lib out, or give it the folder of an ONNX Runtime built for CUDA");
    }

    private static String tensorRt(CudaBuild build) {
        return build.tensorRt().stream()
                .limit(1)
                .map(name -> ", TensorRT " + CudaBuild.major(name) + " where that is to be used")
                .collect(Collectors.joining());
    }

    /** What trying a provider gave. */
    static Finding trial(String provider, Optional<String> obstacle) {
        return obstacle.map(words ->
                        Finding.warn("provider", provider + " does not load: " + words, "see the lines above it"))
                .orElseGet(() -> Finding.ok("provider", provider + " loads and computes"));
    }
}
