package dev.psld.diffusers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.EncodedPrompt;
import dev.psld.bundle.PromptEncoder;
import dev.psld.bundle.Quantity;
import dev.psld.ort.Environment;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt by an imported pipeline's two tokenizers and text encoders: {@code export/golden/make_prompts.py}. */
class PromptContextTest {
    @TempDir
    Path scratch;

    @Test
    void a_prompt_has_the_context_and_the_pooled_text_of_the_pipeline() throws IOException {
        JsonNode golden = Pipelines.golden("sdxl-prompt");
        try (Environment environment = Environment.open()) {
            Bundle bundle = Pipelines.bundle(environment, "sdxl", Mode.TAPE, scratch);
            PromptEncoder encoder = new PromptEncoder(environment, bundle);
            EncodedPrompt prompt = encoder.encode(golden.get("prompt").textValue());
            agrees(prompt, Quantity.CONTEXT, golden.get("context"));
            agrees(prompt, Quantity.POOLED, golden.get("pooled"));
            JsonNode empty = Pipelines.golden("sdxl");
            agrees(encoder.encode(""), Quantity.CONTEXT, empty.get("context"));
            agrees(encoder.encode(""), Quantity.POOLED, empty.get("pooled"));
        }
    }

    private static void agrees(EncodedPrompt prompt, Quantity holds, JsonNode want) {
        float[] got = Objects.requireNonNull(prompt.values().get(holds)).toFloats();
        assertThat(Vectors.relativeDifference(got, Pipelines.floats(want))).isLessThan(1e-5);
    }
}
