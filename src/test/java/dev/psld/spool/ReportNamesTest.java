package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.job.HeldJob;
import dev.psld.job.RestoreResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report in done/ names the files that lie beside it, whatever number they got. */
class ReportNamesTest {
    private static final String REPORT = """
            {"input": "photo.png", "output": "photo.png", "remarks": ["photo.png was cut"],
             "samples": [{"file": "photo-s1.png", "seed": 9007199254740993, "residual": 1.05}], "seconds": 0.1}
            """;

    @TempDir
    Path root;

    @Test
    void a_numbered_set_is_named_by_its_report() throws IOException {
        SpoolFixture fixture = new SpoolFixture(root);
        fixture.drop("done/sr4/photo.png", "older");
        JsonNode report = published(fixture, fixture.open("a"), "photo.png", "photo-2.json");
        assertThat(report.path("output").asText()).isEqualTo("photo-2.png");
        assertThat(report.path("samples").path(0).path("file").asText()).isEqualTo("photo-2-s1.png");
        assertThat(report.path("input").asText()).isEqualTo("photo.png");
        assertThat(report.path("remarks").path(0).asText()).isEqualTo("photo.png was cut");
        assertThat(report.path("samples").path(0).path("seed").asLong()).isEqualTo(9007199254740993L);
    }

    @Test
    void a_number_that_another_takes_first_is_followed_by_the_next() throws IOException {
        SpoolFixture fixture = new SpoolFixture(root);
        fixture.drop("done/sr4/photo.png", "older");
        AtomicBoolean once = new AtomicBoolean();
        Spool spool = fixture.open(
                "a",
                new FileOperations(
                        (what, path) -> {
                            if (what.equals("link")
                                    && path.endsWith("photo-2.png")
                                    && once.compareAndSet(false, true)) {
                                fixture.drop("done/sr4/photo-2.png", "somebody's");
                            }
                        },
                        false));
        JsonNode report = published(fixture, spool, "photo.png", "photo-3.json");
        assertThat(once).isTrue();
        assertThat(report.path("output").asText()).isEqualTo("photo-3.png");
        assertThat(report.path("samples").path(0).path("file").asText()).isEqualTo("photo-3-s1.png");
    }

    @Test
    void a_plain_name_leaves_the_report_as_it_was_written() {
        SpoolFixture fixture = new SpoolFixture(root);
        Spool spool = fixture.open("a");
        publish(fixture, spool, "photo.png");
        assertThat(fixture.files("done")).containsEntry("sr4/photo.json", REPORT);
    }

    private JsonNode published(SpoolFixture fixture, Spool spool, String name, String report) throws IOException {
        publish(fixture, spool, name);
        return new ObjectMapper().readTree(fixture.files("done").get("sr4/" + report));
    }

    private static void publish(SpoolFixture fixture, Spool spool, String name) {
        fixture.drop("inbox/sr4/" + name, "x");
        HeldJob claim = fixture.claimOne(spool);
        claim.publish(new RestoreResult(
                SpoolFixture.stage(claim, "photo.png", "restored"),
                List.of(
                        SpoolFixture.stage(claim, "photo-s1.png", "sample"),
                        SpoolFixture.stage(claim, "photo.json", REPORT)),
                List.of()));
    }
}
