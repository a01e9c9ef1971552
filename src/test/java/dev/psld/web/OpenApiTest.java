package dev.psld.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.psld.cli.Pictures;
import dev.psld.job.JobSettings;
import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API that is served says what the API does. */
class OpenApiTest {
    @TempDir
    Path folder;

    private ServedSpool web;
    private JsonNode api = new ObjectMapper().createObjectNode();

    @BeforeEach
    void serve() throws IOException {
        web = new ServedSpool(folder, Map.of());
        api = web.get("/openapi.json").json();
    }

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void every_path_and_method_is_described_and_no_other() throws IOException {
        Set<String> described = new TreeSet<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        assertThat(described).hasSizeGreaterThan(20);
        for (String path : paths()) {
            String asked =
                    path.replace("{id}", "20260101-000000-000-12345678-1234").replace("{k}", "1");
            ServedSpool.Answer answer = web.asked("BREW", asked, "", new byte[0]);
            assertThat(answer.status()).as(path).isEqualTo(405);
            String allow = answer.head().replaceAll("(?s).*Allow: ([^\r]*).*", "$1");
            for (String method : allow.split(", ", -1)) {
                assertThat(described.remove(method + " " + path))
                        .as(method + " " + path)
                        .isTrue();
            }
        }
        assertThat(described).isEmpty();
    }

    private List<String> paths() {
        return api.path("paths").properties().stream().map(Map.Entry::getKey).toList();
    }

    private void is(ServedSpool.Answer answer, String path, String method) {
        JsonNode schema = api.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(String.valueOf(answer.status()))
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(schema.isMissingNode())
                .as(method + " " + path + " " + answer.status())
                .isFalse();
        var whole = new ObjectMapper().createObjectNode();
        whole.set("schema", schema);
        whole.set("components", api.path("components"));
        whole.put("$ref", "#/schema");
        JsonSchema compiled =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        Set<ValidationMessage> wrong = compiled.validate(answer.json());
        assertThat(wrong).as(path + ": " + answer.text()).isEmpty();
    }

    @Test
    void answers_are_what_their_schemas_say() throws IOException {
        Path photo = Pictures.write(folder.resolve("a.png"), 64, 64);
        is(web.get("/api/session"), "/api/session", "get");
        is(web.get("/api/models"), "/api/models", "get");
        is(web.get("/api/presets"), "/api/presets", "get");
        is(web.get("/api/tasks"), "/api/tasks", "get");
        is(web.get("/api/plan?task=sr&width=640&height=480"), "/api/plan", "get");
        is(web.get("/api/plan?task=sr"), "/api/plan", "get");
        ServedSpool.Answer made = web.submit(
                Map.of("task", "denoise", "photo", photo, "settings", "{\"steps\":3,\"sigmaY\":0.1,\"seed\":-5}"));
        is(made, "/api/jobs", "post");
        is(web.submit(Map.of("task", "none", "photo", photo)), "/api/jobs", "post");
        String id = made.json().path("id").asText();
        String job = "/api/jobs/" + id;
        is(web.get(job), "/api/jobs/{id}", "get");
        is(web.get(job + "/settings"), "/api/jobs/{id}/settings", "get");
        var held = web.take();
        is(web.get("/api/jobs"), "/api/jobs", "get");
        web.publish(held);
        is(web.get(job), "/api/jobs/{id}", "get");
        assertThat(web.get(job).json().path("result").path("uncertainty").asText())
                .isNotBlank();
        is(web.get(job + "/report"), "/api/jobs/{id}/report", "get");
        is(web.get(job + "/mask"), "/api/jobs/{id}/mask", "get");
        is(web.delete(job), "/api/jobs/{id}", "delete");
        ServedSpool.Answer again = web.post(job + "/again", "{\"steps\":4}");
        is(again, "/api/jobs/{id}/again", "post");
        is(web.delete("/api/jobs/" + again.json().path("id").asText()), "/api/jobs/{id}", "delete");
        is(web.get("/api/jobs"), "/api/jobs", "get");
    }

    @Test
    void settings_have_the_names_and_ranges_of_the_program() {
        JsonNode properties =
                api.path("components").path("schemas").path("Settings").path("properties");
        assertThat(properties.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(JobSettings.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        for (Parameter parameter : List.of(
                Parameters.STEPS,
                Parameters.GAMMA,
                Parameters.OMEGA,
                Parameters.SIGMA_Y,
                Parameters.BLUR_SIGMA,
                Parameters.FEATHER_SIZE,
                Parameters.FEATHER_SIGMA,
                Parameters.SAMPLES,
                Parameters.SCALE)) {
            JsonNode said = properties.path(parameter.name());
            assertThat(said.path("type").asText()).isEqualTo(parameter.whole() ? "integer" : "number");
            assertThat(said.path(parameter.open() ? "exclusiveMinimum" : "minimum")
                            .asDouble(-1))
                    .isEqualTo(parameter.least());
            assertThat(said.path("maximum").asDouble()).as(parameter.name()).isEqualTo(parameter.most());
        }
    }
}
