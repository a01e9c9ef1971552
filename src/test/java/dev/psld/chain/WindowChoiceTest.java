package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowChoiceTest {
    private static Bundle model(String name) {
        return Bundle.open(ModelFolders.choose(Optional.of(name)));
    }

    @Test
    void windows_are_as_large_as_asked_for() {
        Bundle small = WindowChoice.of(model(ModelFolders.PHOTOS), 256);
        WindowCount count = WindowCount.of(small.manifest(), 400, 400, Optional.empty());
        assertThat(count.windows()).isEqualTo(4);
        assertThat(count.height()).isLessThanOrEqualTo(256);
        assertThat(WindowCount.of(model(ModelFolders.PHOTOS).manifest(), 400, 400, Optional.empty())
                        .windows())
                .isEqualTo(1);
    }

    @Test
    void what_a_model_does_not_take_is_refused_with_what_it_does() {
        Bundle photos = model(ModelFolders.PHOTOS);
        for (int side : new int[] {1024, 128, 250}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WindowChoice.of(photos, side))
                    .withMessageContaining("takes windows of 144 to 512 pixels, in steps of 16, not of " + side);
        }
        Bundle portraits = model(ModelFolders.PORTRAITS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WindowChoice.of(portraits, 128))
                .withMessageContaining("64×64 pixels only, not of 128, for it is not fully convolutional");
        assertThat(WindowChoice.of(portraits, 64)).isSameAs(portraits);
    }
}
