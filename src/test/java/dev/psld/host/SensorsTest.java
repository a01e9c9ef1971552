package dev.psld.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heat and power, in trees as a Jetson Orin and an older board show them. */
class SensorsTest {
    @TempDir
    private Path root;

    private KernelTree tree = new KernelTree(Path.of(""));

    @BeforeEach
    void plant() {
        tree = new KernelTree(root);
    }

    @Test
    void zones_come_in_their_order_and_those_that_are_off_are_left_out() throws IOException {
        zone(0, "cpu-thermal", "51250\n");
        zone(10, "tj-thermal", "62875\n");
        zone(2, "gpu-thermal", "48000\n");
        zone(3, "cv0-thermal", "-256000\n");
        zone(4, "soc-thermal", "");
        Files.createDirectories(root.resolve("sys/class/thermal/thermal_zone5/temp"));
        assertThat(new Thermals(root).zones())
                .containsExactly(
                        new Thermals.Zone("cpu-thermal", 51.25),
                        new Thermals.Zone("gpu-thermal", 48),
                        new Thermals.Zone("tj-thermal", 62.875));
    }

    @Test
    void the_hottest_zone_is_read_anew_each_time() {
        zone(0, "cpu-thermal", "50000");
        zone(1, "gpu-thermal", "70000");
        Thermals thermals = new Thermals(root);
        assertThat(thermals.hottest(List.of())).contains(new Thermals.Zone("gpu-thermal", 70));
        assertThat(thermals.hottest(List.of("cpu-thermal"))).contains(new Thermals.Zone("cpu-thermal", 50));
        assertThat(thermals.hottest(List.of("no-such"))).isEmpty();
        zone(0, "cpu-thermal", "90000");
        assertThat(thermals.hottest(List.of())).contains(new Thermals.Zone("cpu-thermal", 90));
    }

    @Test
    void a_machine_without_sensors_has_no_heat_and_no_watts() {
        assertThat(new Thermals(root).zones()).isEmpty();
        assertThat(new Power(root).watts()).isEmpty();
        assertThat(new Power(root).mode()).isEmpty();
    }

    @Test
    void the_input_line_is_the_whole_board() {
        rail(3, 1, "VDD_IN", 4936, 1400);
        rail(3, 2, "VDD_CPU_GPU_CV", 4936, 400);
        tree.with("sys/class/hwmon/hwmon3/in7_label", "sum of shunt voltages")
                .with("sys/class/hwmon/hwmon3/in7_input", "10");
        tree.with("sys/class/hwmon/hwmon0/name", "nvme").with("sys/class/hwmon/hwmon0/in1_input", "3300");
        assertThat(new Power(root).rails()).hasSize(2);
        assertThat(new Power(root).watts().orElseThrow()).isCloseTo(6.9104, within(1e-9));
    }

    @Test
    void without_an_input_line_all_lines_count_together() {
        rail(1, 1, "VDD_GPU_SOC", 19000, 500);
        rail(1, 2, "VDD_CPU_CV", 19000, 100);
        rail(2, 1, "VIN_SYS_5V0", 5000, 1000);
        assertThat(new Power(root).watts().orElseThrow()).isCloseTo(16.4, within(1e-9));
    }

    @Test
    void the_power_mode_has_the_name_that_the_board_gives_it() {
        tree.with("var/lib/nvpmodel/status", "pmode:0002 fmode:quiet\n");
        assertThat(new Power(root).mode()).contains("2");
        tree.with(
                "etc/nvpmodel.conf",
                "# comment\n< POWER_MODEL ID=0 NAME=MAXN >\nCPU_ONLINE CORE_0 1\n< POWER_MODEL ID=2 NAME=MODE_30W >\n");
        assertThat(new Power(root).mode()).contains("MODE_30W");
    }

    private void zone(int number, String type, String temperature) {
        String folder = "sys/class/thermal/thermal_zone" + number + "/";
        tree.with(folder + "type", type + "\n").with(folder + "temp", temperature);
    }

    private void rail(int monitor, int channel, String label, int millivolts, int milliamperes) {
        String folder = "sys/class/hwmon/hwmon" + monitor + "/";
        tree.with(folder + "name", "ina3221\n")
                .with(folder + "in" + channel + "_label", label + "\n")
                .with(folder + "in" + channel + "_input", millivolts + "\n")
                .with(folder + "curr" + channel + "_input", milliamperes + "\n");
    }
}
