package dev.psld.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.file.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models come whole from a hub, however often the connection breaks, and what is refused is told in a sentence. */
@Tag("slow")
class HubTest {
    private static final HubName MODEL = HubName.of("hf:owner/name").orElseThrow();

    /** A server that breaks a body off may keep the connection: then it is silence that tells. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private FakeHub server;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Long> pauses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        server = new FakeHub();
        environment.put("HF_ENDPOINT", server.endpoint());
        server.files.put("README.md", "a card".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        server.files.put("unet/model.onnx", bytes(1, 5_000));
        server.files.put("unet/model.onnx_data", bytes(2, 100_000));
        server.files.put("unet/model_int8.onnx", bytes(3, 2_000));
        server.files.put("unet/diffusion_pytorch_model.safetensors", bytes(4, 50_000));
        server.files.put("vae_decoder/model.onnx", bytes(5, 700));
        server.files.put("scheduler/scheduler_config.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        server.files.put("tokenizer/vocab.json", bytes(6, 1_500));
        server.files.put("safety_checker/model.onnx", bytes(7, 9_000));
        server.files.put("sample.png", bytes(8, 3_000));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Hub hub() {
        return new Hub(
                environment, (file, done, total) -> told.add(file + " " + done + "/" + total), pauses::add, PATIENCE);
    }

    private void assertWhole(Path snapshot) throws IOException {
        assertWhole(snapshot, "");
    }

    /** @param top in front of the names on the server */
    private void assertWhole(Path snapshot, String top) throws IOException {
        List<String> wanted = List.of(
                "README.md",
                "scheduler/scheduler_config.json",
                "tokenizer/vocab.json",
                "unet/model.onnx",
                "unet/model.onnx_data",
                "vae_decoder/model.onnx");
        try (Stream<Path> all = Files.walk(snapshot)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(f -> snapshot.relativize(f).toString())
                            .sorted())
                    .containsExactlyElementsOf(wanted);
        }
        for (String name : wanted) {
            assertThat(Files.readAllBytes(snapshot.resolve(name))).as(name).isEqualTo(server.files.get(top + name));
        }
    }

    @Test
    void what_an_import_needs_comes_whole_and_nothing_else_does() throws IOException {
        Hub.Snapshot snapshot = hub().snapshot(MODEL, folder);
        assertThat(snapshot.commit()).isEqualTo(FakeHub.COMMIT);
        assertWhole(snapshot.folder());
        assertThat(told).contains("hf:owner/name unet/model.onnx_data 100000/100000");
    }

    @Test
    void a_connection_that_breaks_goes_on_where_it_was() throws IOException {
        server.breaks.set(4);
        assertWhole(hub().snapshot(MODEL, folder).folder());
        assertThat(server.seen)
                .contains(
                        "/cdn/unet/model.onnx_data bytes=10000-",
                        "/cdn/unet/model.onnx_data bytes=20000-",
                        "/cdn/unet/model.onnx_data bytes=40000-");
        assertThat(pauses).as("each try brought something").containsOnly(1000L);
    }

    @Test
    void a_server_that_is_overloaded_is_asked_again_later() throws IOException {
        server.unavailable.set(3);
        assertWhole(hub().snapshot(MODEL, folder).folder());
        assertThat(pauses).containsExactly(1000L, 2000L, 4000L);
    }

    @Test
    void what_was_stopped_goes_on_at_the_next_run() throws IOException {
        server.breaks.set(Integer.MAX_VALUE);
        server.breakAfter = 30_000;
        server.unavailable.set(0);
        Hub impatient = new Hub(
                environment,
                (file, done, total) -> {},
                millis -> {
                    server.unavailable.set(Integer.MAX_VALUE);
                },
                PATIENCE);
        assertThatThrownBy(() -> impatient.snapshot(MODEL, folder))
                .isInstanceOf(DownloadException.class)
                .hasMessageContainingAll("unet/model.onnx_data", "0.0 MB of 0.1 MB", "goes on from there");
        server.breaks.set(0);
        server.unavailable.set(0);
        server.seen.clear();
        assertWhole(hub().snapshot(MODEL, folder).folder());
        assertThat(server.seen)
                .contains("/cdn/unet/model.onnx_data bytes=30000-")
                .noneMatch(line -> line.startsWith("/cdn/unet/model.onnx "));
    }

    @Test
    void a_server_without_ranges_sends_it_all_again() throws IOException {
        server.ranges = false;
        server.breaks.set(1);
        assertWhole(hub().snapshot(MODEL, folder).folder());
    }

    @Test
    void a_file_with_another_hash_is_thrown_away() throws IOException {
        server.lie = "unet/model.onnx_data";
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder))
                .hasMessageContainingAll("unet/model.onnx_data", "wrong hash", "thrown away");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(Path::toString)).noneMatch(name -> name.contains("model.onnx_data"));
        }
    }

    @Test
    void the_token_is_told_to_the_hub_and_to_no_other_host() throws IOException {
        server.token = "secret";
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder))
                .hasMessageContainingAll("hf:owner/name", "does not exist, or wants a token", "HF_TOKEN");
        environment.put("HF_TOKEN", "another");
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder)).hasMessageContaining("with the token in HF_TOKEN");
        environment.put("HF_TOKEN", "secret");
        server.seen.clear();
        assertWhole(hub().snapshot(MODEL, folder).folder());
        assertThat(server.seen)
                .filteredOn(line -> line.startsWith("/cdn/"))
                .isNotEmpty()
                .noneMatch(line -> line.endsWith("token"));
        assertThat(server.seen).filteredOn(line -> line.startsWith("/owner/")).allMatch(line -> line.endsWith("token"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, RepoNotFound, does not exist",
        "403, GatedRepo, accept them on its page",
        "404, RepoNotFound, does not exist",
        "500, '', the server answers 500"
    })
    void what_the_hub_refuses_is_a_sentence(int status, String code, String words) {
        server.error = status;
        server.errorCode = code;
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder))
                .isInstanceOf(DownloadException.class)
                .hasMessageContainingAll("hf:owner/name", words);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_revision_that_does_not_exist_is_named() {
        HubName other = HubName.of("hf:owner/name@onnx").orElseThrow();
        assertThatThrownBy(() -> hub().snapshot(other, folder)).hasMessageContainingAll("@onnx", "no such revision");
        assertThatThrownBy(() -> HubName.of("hf:name")).hasMessageContaining("hf:OWNER/NAME");
    }

    @Test
    void a_repository_without_graphs_says_how_to_make_them() {
        server.files.keySet().removeIf(name -> name.endsWith(".onnx"));
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder))
                .hasMessageContainingAll("PyTorch weights and no graphs", "export_onnx.py owner/name");
        server.files.keySet().removeIf(name -> name.startsWith("unet/"));
        server.files.put("pytorch_lora_weights.safetensors", bytes(1, 10));
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder)).hasMessageContainingAll("LoRA", "fuse_lora");
    }

    @Test
    void an_export_in_a_folder_of_the_repository_is_found() throws IOException {
        Map<String, byte[]> all = new HashMap<>(server.files);
        server.files.clear();
        all.forEach((name, content) -> server.files.put("onnx/" + name, content));
        assertWhole(hub().snapshot(MODEL, folder).folder(), "onnx/");
    }

    @Test
    void a_zip_that_changed_meanwhile_is_not_glued_together() throws IOException {
        byte[] first = bytes(10, 60_000);
        server.files.put("model.zip", first);
        server.breaks.set(1);
        Path file = folder.resolve("model.zip");
        URI address = URI.create(server.endpoint() + "/cdn/model.zip");
        Hub changing = new Hub(
                environment,
                (name, done, total) -> {},
                millis -> {
                    server.tag = "\"two\"";
                    server.files.put("model.zip", bytes(11, 70_000));
                },
                PATIENCE);
        changing.file(address, file);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(11, 70_000));
    }

    @Test
    void an_address_may_say_what_its_file_is() {
        byte[] zip = bytes(12, 20_000);
        server.files.put("model.zip", zip);
        URI right = URI.create(server.endpoint() + "/cdn/model.zip#sha256=" + Sha256.of(zip));
        hub().file(right, folder.resolve("right.zip"));
        assertThat(folder.resolve("right.zip")).exists();
        URI wrong = URI.create(server.endpoint() + "/cdn/model.zip#sha256=" + "1".repeat(64));
        assertThatThrownBy(() -> hub().file(wrong, folder.resolve("wrong.zip"))).hasMessageContaining("wrong hash");
        assertThat(folder.resolve("wrong.zip")).doesNotExist();
        assertThat(folder.resolve("wrong.zip.part")).doesNotExist();
    }

    @Test
    void a_proxy_of_the_environment_is_asked_in_the_place_of_the_server() {
        byte[] zip = bytes(13, 20_000);
        server.files.put("model.zip", zip);
        environment.put("http_proxy", server.endpoint());
        hub().file(URI.create("http://hub.invalid/cdn/model.zip"), folder.resolve("model.zip"));
        assertThat(folder.resolve("model.zip")).hasBinaryContent(zip);
        environment.put("NO_PROXY", "localhost,.invalid");
        assertThatThrownBy(
                        () -> hub().file(URI.create("http://hub.invalid/cdn/model.zip"), folder.resolve("other.zip")))
                .hasMessageContainingAll("hub.invalid", "is known here");
    }

    @Test
    void a_hub_that_is_not_there_is_a_sentence() {
        environment.put("HF_ENDPOINT", "http://127.0.0.1:1");
        assertThatThrownBy(() -> hub().snapshot(MODEL, folder))
                .isInstanceOf(DownloadException.class)
                .hasMessageContainingAll("hf:owner/name", "http://127.0.0.1:1", "https_proxy");
    }
}
