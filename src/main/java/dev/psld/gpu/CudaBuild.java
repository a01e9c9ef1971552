package dev.psld.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the GPU providers of an ONNX Runtime were built against, from the sonames that they need. Immutable.
 *
 * @param cuda major version of CUDA
 * @param runtime sonames of CUDA's own libraries
 * @param cudnn soname of cuDNN
 * @param tensorRt sonames of TensorRT's libraries; empty where its provider does not come with it
 * @param machine what the providers run on, as {@code os.arch} writes it
 * @param runPath folders in which they look for libraries themselves
 */
public record CudaBuild(
        int cuda, List<String> runtime, String cudnn, List<String> tensorRt, String machine, List<Path> runPath) {
    private static final Pattern CUDA = Pattern.compile("lib(?:cudart|cublas|cublasLt)\\.so\\.(\\d+)");
    private static final Pattern RUNTIME =
            Pattern.compile("lib(?:cudart|cublas|cublasLt|curand|cufft|nvrtc)\\.so\\.\\d+");

    public CudaBuild {
        runtime = List.copyOf(runtime);
        tensorRt = List.copyOf(tensorRt);
        runPath = List.copyOf(runPath);
    }

    /**
     * Read from the files of the providers.
     *
     * @return empty where none of them needs CUDA
     */
    public static Optional<CudaBuild> of(Collection<Path> providers) throws IOException {
        TreeSet<String> needed = new TreeSet<>();
        TreeSet<Path> runPath = new TreeSet<>();
        String machine = "";
        for (Path file : providers) {
            ElfFile library = ElfFile.read(file);
            needed.addAll(library.needed());
            machine = library.machine();
            String folder = String.valueOf(file.toAbsolutePath().getParent());
            library.runPath().stream()
                    .map(p -> p.replace("${ORIGIN}", folder).replace("$ORIGIN", folder))
                    .filter(p -> p.startsWith("/"))
                    .forEach(p -> runPath.add(Path.of(p).normalize()));
        }
        Optional<Integer> cuda = needed.stream()
                .map(CUDA::matcher)
                .filter(Matcher::matches)
                .map(m -> Integer.valueOf(m.group(1)))
                .max(Integer::compare);
        String architecture = machine;
        return cuda.map(major -> new CudaBuild(
                major,
                matching(needed, RUNTIME.pattern()).toList(),
                // The CUDA provider loads cuDNN when it first needs it, and no section of it says so.
                matching(needed, "libcudnn\\.so\\.\\d+").findFirst().orElse("libcudnn.so.9"),
                matching(needed, "libnv(?:infer|onnxparser)\\.so\\.\\d+").toList(),
                architecture,
                List.copyOf(runPath)));
    }

    private static Stream<String> matching(Collection<String> names, String pattern) {
        return names.stream().filter(name -> name.matches(pattern));
    }

    /** The number behind {@code .so.} of a soname. */
    public static String major(String soname) {
        return soname.substring(soname.lastIndexOf('.') + 1);
    }

    /** What must be installed, in words: CUDA 12 and cuDNN 9. */
    public String words() {
        return "CUDA " + cuda + " and cuDNN " + major(cudnn);
    }
}
