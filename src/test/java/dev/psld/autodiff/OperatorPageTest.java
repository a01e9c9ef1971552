package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperatorPageTest {
    private static final Path PAGE = Path.of("docs/operators.md");

    @Test
    void the_page_of_operators_is_up_to_date() throws IOException {
        String text = OperatorPage.make().text();
        if (Boolean.getBoolean("psld.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/operators.md is out of date: mvn -o test -Dtest=OperatorPageTest -Dpsld.write=true writes it")
                .isEqualTo(text);
    }

    @Test
    void every_attribute_of_every_opset_is_set_by_a_case_or_excused() {
        assertThat(OperatorPage.make().uncovered()).isEmpty();
    }
}
