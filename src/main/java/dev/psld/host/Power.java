package dev.psld.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The power mode and the power drawn of a Jetson board, read anew at each call; other machines have neither. Immutable and thread-safe. */
public final class Power {
    private static final int CHANNELS = 3;
    private static final Pattern MODE = Pattern.compile("pmode:0*(\\d{1,6})");

    private final Path root;

    /** @param root of the whole file system, {@code /} but in tests */
    public Power(Path root) {
        this.root = root;
    }

    /** Of this machine. */
    public static Power system() {
        return new Power(Path.of("/"));
    }

    /** What one supply line of the board draws. */
    public record Rail(String name, double watts) {}

    /** The mode that nvpmodel has set: its name, such as {@code MODE_30W}, or its number where no name is known. */
    public Optional<String> mode() {
        return KernelFile.text(root.resolve("var/lib/nvpmodel/status"))
                .map(MODE::matcher)
                .filter(Matcher::find)
                .map(found -> name(found.group(1)));
    }

    private String name(String number) {
        Pattern line = Pattern.compile("POWER_MODEL\\s+ID=0*" + number + "\\s+NAME=(\\S+)");
        Matcher found =
                line.matcher(KernelFile.text(root.resolve("etc/nvpmodel.conf")).orElse(""));
        return found.find() ? found.group(1) : number;
    }

    /** What the INA3221 monitors measure, line by line. */
    public List<Rail> rails() {
        List<Rail> rails = new ArrayList<>();
        for (Path monitor : KernelFile.entries(root.resolve("sys/class/hwmon"), "hwmon*")) {
            if (KernelFile.text(monitor.resolve("name"))
                    .filter("ina3221"::equals)
                    .isPresent()) {
                for (int i = 1; i <= CHANNELS; i++) {
                    Optional<String> label = KernelFile.text(monitor.resolve("in" + i + "_label"));
                    OptionalLong millivolts = KernelFile.number(monitor.resolve("in" + i + "_input"));
                    OptionalLong milliamperes = KernelFile.number(monitor.resolve("curr" + i + "_input"));
                    if (label.isPresent() && millivolts.isPresent() && milliamperes.isPresent()) {
                        rails.add(new Rail(label.get(), millivolts.getAsLong() * milliamperes.getAsLong() / 1e6));
                    }
                }
            }
        }
        return rails;
    }

    /** Watts of the whole board: of its input line where that is measured, else of all lines together. */
    public OptionalDouble watts() {
        List<Rail> rails = rails();
        Optional<Rail> input =
                rails.stream().filter(rail -> rail.name().equals("VDD_IN")).findFirst();
        if (input.isPresent()) {
            return OptionalDouble.of(input.get().watts());
        }
        return rails.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(rails.stream().mapToDouble(Rail::watts).sum());
    }
}
