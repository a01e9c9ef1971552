package dev.psld.gpu;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's software on a Jetson board. Immutable.
 *
 * @param release of Jetson Linux (L4T), such as 36.4.3
 * @param version of JetPack: as its package says, else as the release tells
 * @param board what the board calls itself
 */
public record JetPack(String release, String version, Optional<String> board) {
    private static final Pattern TEGRA = Pattern.compile("#\\s*R(\\d+)\\s*\\(release\\),\\s*REVISION:\\s*([0-9.]+)");
    private static final Pattern CORE = Pattern.compile("(\\d+(?:\\.\\d+)*)-");

    /** Releases of Jetson Linux and the JetPack that brought them, the longest first. */
    private static final List<String[]> KNOWN = List.of(
            new String[] {"36.4.4", "6.2.1"},
            new String[] {"36.4.3", "6.2"},
            new String[] {"36.4", "6.1"},
            new String[] {"36.3", "6.0"},
            new String[] {"39.2", "7.2"},
            new String[] {"38.4", "7.1"},
            new String[] {"38.2", "7.0"},
            new String[] {"39", "7"},
            new String[] {"38", "7"},
            new String[] {"36", "6"},
            new String[] {"35", "5"},
            new String[] {"34", "5"},
            new String[] {"32", "4"});

    /** What a machine says; empty on one that is no Jetson. */
    public static Optional<JetPack> of(MachineFiles machine) {
        String packages = machine.text("/var/lib/dpkg/status").orElse("");
        Optional<String> release = machine.text("/etc/nv_tegra_release")
                .map(TEGRA::matcher)
                .filter(Matcher::find)
                .map(m -> m.group(1) + "." + m.group(2))
                .or(() -> installed(packages, "nvidia-l4t-core")
                        .map(CORE::matcher)
                        .filter(Matcher::lookingAt)
                        .map(m -> m.group(1)));
        return release.map(r -> r.replaceFirst("\\.0$", ""))
                .map(r -> new JetPack(
                        r,
                        installed(packages, "nvidia-jetpack")
                                .map(v -> v.replaceFirst("[+-].*", ""))
                                .orElseGet(() -> known(r)),
                        machine.text("/proc/device-tree/model")
                                .map(text -> text.replace("\0", "").strip())));
    }

    /** The first number of its version, 0 where that is not known. */
    public int major() {
        String first = version.split("\\.", 2)[0];
        return first.matches("\\d{1,3}") ? Integer.parseInt(first) : 0;
    }

    private static String known(String release) {
        return KNOWN.stream()
                .filter(pair -> release.equals(pair[0]) || release.startsWith(pair[0] + "."))
                .map(pair -> pair[1])
                .findFirst()
                .orElse("of unknown version");
    }

    /** Version of a package that dpkg says is installed. */
    private static Optional<String> installed(String status, String name) {
        for (String paragraph : status.split("\n\n", -1)) {
            if (("\n" + paragraph + "\n").contains("\nPackage: " + name + "\n")
                    && paragraph.contains("Status: install ok installed")) {
                return paragraph
                        .lines()
                        .filter(line -> line.startsWith("Version: "))
                        .map(line -> line.substring("Version: ".length()).strip())
                        .findFirst();
            }
        }
        return Optional.empty();
    }
}
