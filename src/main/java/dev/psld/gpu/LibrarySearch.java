package dev.psld.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds shared libraries as the dynamic loader does (ld.so(8): LD_LIBRARY_PATH, then the folders of ld.so.conf and the usual ones),
 * and, where that finds none, where installers of CUDA, cuDNN and TensorRT put them. Immutable.
 */
public final class LibrarySearch {
    private static final List<String> USUAL = List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib");
    private static final List<String> ELSEWHERE = List.of(
            "/usr/local/cuda/lib64",
            "/usr/local/cuda*/lib64",
            "/usr/local/cuda*/targets/*/lib",
            "/opt/nvidia/*/lib",
            "/usr/local/tensorrt/lib",
            "/opt/tensorrt/lib",
            "/usr/local/TensorRT*/lib",
            "/opt/TensorRT*/lib",
            "/usr/local/lib/python3*/*-packages/nvidia/*/lib",
            "/usr/local/lib/python3*/*-packages/tensorrt_libs",
            "/usr/lib/python3*/*-packages/nvidia/*/lib",
            "/opt/*/lib/python3*/*-packages/nvidia/*/lib",
            "/root/.local/lib/python3*/site-packages/nvidia/*/lib");
    private static final Pattern VERSION = Pattern.compile("\\.so\\.(\\d+(?:\\.\\d+)+)$");
    private static final int DEEPEST = 8;

    private final List<Path> loaders;
    private final List<Path> others;

    private LibrarySearch(List<Path> loaders, List<Path> others) {
        this.loaders = loaders;
        this.others = others;
    }

    /**
     * On that machine.
     *
     * @param beside folders in which the loader looks too: those that a library names itself
     */
    public static LibrarySearch on(MachineFiles machine, List<Path> beside) {
        Set<Path> loaders = new LinkedHashSet<>();
        machine.variable("LD_LIBRARY_PATH")
                .ifPresent(text -> Stream.of(text.split(":", -1))
                        .filter(folder -> folder.startsWith("/"))
                        .map(machine::path)
                        .forEach(loaders::add));
        loaders.addAll(beside);
        configured(machine, "/etc/ld.so.conf", 0, loaders);
        USUAL.forEach(folder -> {
            loaders.add(machine.path(folder));
            loaders.addAll(machine.matching(folder + "/*-linux-gnu"));
        });
        Set<Path> others = new LinkedHashSet<>();
        ELSEWHERE.forEach(pattern -> others.addAll(machine.matching(pattern)));
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            machine.variable(variable).filter(v -> v.startsWith("/")).ifPresent(prefix -> {
                others.addAll(machine.matching(prefix + "/lib/python3*/site-packages/nvidia/*/lib"));
                others.addAll(machine.matching(prefix + "/lib/python3*/site-packages/tensorrt_libs"));
                others.add(machine.path(prefix + "/lib"));
            });
        }
        return new LibrarySearch(List.copyOf(loaders), List.copyOf(others));
    }

    /** The library with this soname; empty where it is nowhere. */
    public Optional<FoundLibrary> find(String soname) {
        return in(loaders, soname, true).or(() -> in(others, soname, false));
    }

    /** A library of another version: the first whose name begins so, such as {@code libcublas.so.}. */
    public Optional<FoundLibrary> other(String beginning) {
        for (Path folder : Stream.concat(loaders.stream(), others.stream()).toList()) {
            try (Stream<Path> files = Files.list(folder)) {
                Optional<String> name = files.map(f -> String.valueOf(f.getFileName()))
                        .filter(n -> n.matches(Pattern.quote(beginning) + "\\d+"))
                        .sorted()
                        .findFirst();
                if (name.isPresent()) {
                    return in(List.of(folder), name.get(), loaders.contains(folder));
                }
            } catch (IOException e) {
                // a folder that is not there, or not for us
            }
        }
        return Optional.empty();
    }

    private static Optional<FoundLibrary> in(List<Path> folders, String soname, boolean loaded) {
        return folders.stream()
                .map(folder -> folder.resolve(soname))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> new FoundLibrary(soname, file, loaded, version(file)));
    }

    /** From the name of the real file, else from the Python package in whose folder it lies. */
    private static Optional<String> version(Path file) {
        try {
            Matcher name = VERSION.matcher(String.valueOf(file.toRealPath().getFileName()));
            return name.find() ? Optional.of(name.group(1)) : ofPackage(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code site-packages/nvidia/cudnn/lib} belongs to {@code site-packages/nvidia_cudnn_cu13-9.14.0.64.dist-info}. */
    private static Optional<String> ofPackage(Path file) throws IOException {
        Path part = file.resolve("../..").normalize();
        Path packages = part.resolve("../..").normalize();
        if (!part.resolve("..").normalize().endsWith("nvidia")) {
            return Optional.empty();
        }
        Pattern info = Pattern.compile(
                "nvidia_" + Pattern.quote(String.valueOf(part.getFileName())) + "(?:_cu\\d+)?-([0-9.]+)\\.dist-info");
        try (Stream<Path> all = Files.list(packages)) {
            return all.map(p -> info.matcher(String.valueOf(p.getFileName())))
                    .filter(Matcher::matches)
                    .map(m -> m.group(1))
                    .findFirst();
        }
    }

    /** Folders of a configuration of the loader and of what it includes. */
    private static void configured(MachineFiles machine, String file, int depth, Set<Path> found) {
        List<Path> files = depth < DEEPEST ? machine.matching(file) : List.of();
        for (Path one : new ArrayList<>(files)) {
            for (String line : MachineFiles.text(one).orElse("").split("\n", -1)) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", 2);
                if (words[0].equals("include") && words.length == 2) {
                    configured(machine, words[1].startsWith("/") ? words[1] : "/etc/" + words[1], depth + 1, found);
                } else if (words[0].startsWith("/")) {
                    found.add(machine.path(words[0]));
                }
            }
        }
    }
}
