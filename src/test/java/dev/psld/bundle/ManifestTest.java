package dev.psld.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.derive.ModelException;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    private static final String PIXEL = """
            {"format": 2, "name": "photo", "licence": "ours", "source": "nothing", "image": [3, 32, 32],
             "conditioning": "none", "precision": "fp32", "mode": "tape", "opset": 17, "presets": "presets.json",
             "files": {"denoiser.onnx": "00", "presets.json": "00", "ids.bin": "00"},
             "graphs": {"denoiser": {"forward": "denoiser.onnx",
               "inputs": [{"name": "x", "type": "float32", "shape": [1, 3, 32, 32], "holds": "image"},
                          {"name": "sigma", "type": "float32", "shape": [1, 1, 1, 1], "holds": "sigma"},
                          {"name": "ids", "type": "int64", "shape": [2], "holds": "constant", "values": [7, -1]},
                          {"name": "more", "type": "float16", "shape": [4], "holds": "constant", "file": "ids.bin"}],
               "outputs": [{"name": "clean", "type": "float32", "shape": [1, 3, 32, 32], "holds": "denoised"}]}}}
            """;

    @TempDir
    Path folder;

    private static String first() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ManifestTest.class.getResourceAsStream("/golden/bundle/format1.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Manifest read(String json) throws IOException {
        return ManifestFile.read(Files.writeString(folder.resolve("bundle.json"), json));
    }

    @Test
    void format_1_reads_as_format_2_would_say_it() throws IOException {
        Manifest manifest = read(first());
        assertThat(manifest.latent()).isEqualTo(List.of(8, 16, 16));
        assertThat(manifest.prediction()).isEqualTo(Manifest.Prediction.VELOCITY);
        assertThat(manifest.schedule()).isEqualTo(new Manifest.Schedule("scaled-linear", 0.0015, 0.0195, 1000));
        assertThat(manifest.graphs().keySet()).containsExactlyInAnyOrderElementsOf(Role.LATENT_DIFFUSION);
        GraphEntry unet = Objects.requireNonNull(manifest.graphs().get(Role.UNET));
        TensorSpec z = unet.input(Quantity.LATENT);
        assertThat(z).isEqualTo(new TensorSpec("z", ElementType.FLOAT, Shape.of(1, 8, 16, 16), Quantity.LATENT));
        assertThat(unet.input(Quantity.TIMESTEP).name()).isEqualTo("t");
        assertThat(unet.tapeBytes()).isEqualTo(2850816);
        assertThat(unet.pullback().orElseThrow().cotangent(z)).isEqualTo("z_cotangent");
        assertThat(unet.pullback().orElseThrow().cotangent(unet.output(Quantity.PREDICTION)))
                .isEqualTo("prediction_cotangent");

        ManifestFile.write(folder.resolve("second.json"), manifest);
        assertThat(Files.readString(folder.resolve("second.json"))).contains("\"format\" : 2");
        assertThat(ManifestFile.read(folder.resolve("second.json"))).isEqualTo(manifest);
    }

    @Test
    void a_model_may_be_one_denoiser_of_pictures_with_constants() throws IOException {
        Manifest manifest = read(PIXEL);
        assertThat(manifest.latentSize()).isEmpty();
        assertThatThrownBy(manifest::latent)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("photo")
                .hasMessageContaining("no latents");
        assertThatThrownBy(manifest::schedule).hasMessageContaining("no noise schedule");
        assertThat(manifest.presets()).isEqualTo(Optional.of("presets.json"));
        GraphEntry denoiser = Objects.requireNonNull(manifest.graphs().get(Role.DENOISER));
        assertThat(denoiser.input(Quantity.SIGMA).shape()).isEqualTo(Shape.of(1, 1, 1, 1));
        assertThat(denoiser.output(Quantity.DENOISED).name()).isEqualTo("clean");

        Bundle bundle = new Bundle(folder, manifest);
        Files.write(folder.resolve("ids.bin"), new byte[] {0, 0x3c, 0, 0x40, 0, (byte) 0xbc, 0, 0});
        assertThat(bundle.fixed(denoiser.inputs().get(2)).orElseThrow().toLongs())
                .containsExactly(7, -1);
        assertThat(bundle.fixed(denoiser.inputs().get(3)).orElseThrow().toDoubles())
                .containsExactly(1, 2, -1, 0);
        assertThat(bundle.fixed(denoiser.inputs().get(0))).isEmpty();
        assertThatThrownBy(() -> bundle.require(Role.LATENT_DIFFUSION))
                .hasMessageContaining("has no graph in the role encoder (it has denoiser)");
        assertThat(bundle.require(List.of(Role.DENOISER))).isSameAs(bundle);
        assertThatThrownBy(() -> bundle.requirePullbacks(List.of(Role.DENOISER)))
                .hasMessageContaining("needs the pullback of its denoiser");

        ManifestFile.write(folder.resolve("second.json"), manifest);
        assertThat(ManifestFile.read(folder.resolve("second.json"))).isEqualTo(manifest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"licence\"|\"license\"|“licence”|",
                "\"mode\": \"tape\"|\"mode\": \"tape\", \"mdoel\": 1|key “mdoel”|",
                "\"holds\": \"sigma\"|\"holds\": \"sigma\", \"axis\": 1|graphs.denoiser.inputs[1] has the key “axis”|",
                "\"holds\": \"sigma\"|\"holds\": \"noise\"|graphs.denoiser.inputs[1].holds cannot be “noise”|latent",
                "\"float16\"|\"half\"|graphs.denoiser.inputs[3].type cannot be “half”|float16",
                "[7, -1]|[7]|graphs.denoiser.inputs[2] has 1 values for the shape|",
                ", \"file\": \"ids.bin\"||inputs[3] holds a constant|",
                "\"ids.bin\": \"00\"|\"other\": \"00\"|ids.bin, but lists no hash of it|",
                "\"fp32\"|\"int8\"|precision cannot be “int8”|fp16",
                "[3, 32, 32],|[3, 32],|three dimensions|",
                "\"opset\": 17|\"opset\": \"17\"|opset must be a whole number|",
                "\"format\": 2|\"format\": 3|format 3|reads formats 1 and 2"
            })
    void what_is_wrong_is_named_by_its_place(String good, @Nullable String bad, String first, @Nullable String second)
            throws IOException {
        assertThat(PIXEL).contains(good);
        String json = PIXEL.replace(good, bad == null ? "" : bad);
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("bundle.json")
                .hasMessageContaining(first)
                .hasMessageContaining(second == null ? "" : second);
    }

    @Test
    void format_1_names_unknown_keys_too() throws IOException {
        String json = first();
        assertThatThrownBy(() -> read(json.replace("\"mode\" : \"tape\"", "\"mode\" : \"tape\", \"presets\" : \"x\"")))
                .hasMessageContaining("key “presets”");
        assertThatThrownBy(() -> read(json.replace("\"pullback\" : \"unet_vjp.onnx\",", "")))
                .hasMessageContaining("graphs.unet.pullback");
    }
}
