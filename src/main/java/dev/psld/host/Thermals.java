package dev.psld.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The temperatures of the machine, read anew at each call. Immutable and thread-safe. */
public final class Thermals {
    private final Path zones;

    /** @param root of the whole file system, {@code /} but in tests */
    public Thermals(Path root) {
        this.zones = root.resolve("sys/class/thermal");
    }

    /** Of this machine. */
    public static Thermals system() {
        return new Thermals(Path.of("/"));
    }

    /**
     * One place that is measured.
     *
     * @param name its type, such as {@code gpu-thermal} or {@code x86_pkg_temp}
     */
    public record Zone(String name, double celsius) {}

    /** All places that answer now; zones that are switched off do not. */
    public List<Zone> zones() {
        List<Zone> found = new ArrayList<>();
        for (Path zone : KernelFile.entries(zones, "thermal_zone*")) {
            Optional<String> type = KernelFile.text(zone.resolve("type"));
            OptionalLong thousandths = KernelFile.number(zone.resolve("temp"));
            // Drivers of sensors that are off or broken answer with −256 °C, 0 K or the like.
            if (type.isPresent() && thousandths.isPresent() && Math.abs(thousandths.getAsLong()) < 200_000) {
                found.add(new Zone(type.get(), thousandths.getAsLong() / 1000.0));
            }
        }
        return found;
    }

    /** The hottest place; of all, or of these types where some are given. */
    public Optional<Zone> hottest(List<String> types) {
        return zones().stream()
                .filter(zone -> types.isEmpty() || types.contains(zone.name()))
                .max(Comparator.comparingDouble(Zone::celsius));
    }
}
