package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd itself says about the unit. Needs systemd-analyze 250 or newer, which ‘./psld test’ installs. */
class UnitTest {
    private static final Pattern OVERALL =
            Pattern.compile("Overall exposure level for psld\\.service: (\\d+\\.\\d) (\\w+)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"/var/lib/psld/spool, psld, false", "/var/lib/psld/spool, psld, true", "/home/anna/photos, anna, false"
    })
    void verifies_without_a_word_and_is_little_exposed(String spool, String user, boolean jetson) throws Exception {
        Path unit = staged(new Target(folder, Path.of("/opt/psld"), Path.of(spool), user, user, jetson));
        assertThat(analyze("verify", "--man=no", unit.toString())).isEqualTo("");
        String rating = analyze("security", "--offline=true", "--no-pager", unit.toString());
        Matcher overall = OVERALL.matcher(rating);
        assertThat(overall.find()).as(rating).isTrue();
        assertThat(Double.parseDouble(overall.group(1))).as(rating).isLessThanOrEqualTo(2.0);
        assertThat(overall.group(2)).isEqualTo("OK");
    }

    /** The unit as it is installed, but for the place of the program, which must exist. */
    private Path staged(Target target) throws IOException {
        Path home = BuiltProgram.in(folder.resolve("home")).home();
        new Installation(target, true, new PrintWriter(new StringWriter())).install(home);
        Path unit = target.place(Target.UNIT);
        return Files.writeString(
                unit,
                Files.readString(unit).replace("ExecStart=/opt/psld", "ExecStart=" + target.place(target.prefix())));
    }

    private static String analyze(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SYSTEMD_COLORS", "false");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
