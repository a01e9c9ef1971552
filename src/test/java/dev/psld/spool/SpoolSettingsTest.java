package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings that cannot work are refused in a sentence. */
class SpoolSettingsTest {
    @Test
    void defaults_keep_originals() {
        assertThat(SpoolSettings.defaults(Set.of("sr4")).originals()).isEqualTo(Retention.keep());
    }

    @Test
    void wrong_values_are_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.keepDays(0))
                .withMessageContaining("0 days");
        assertThatIllegalArgumentException().isThrownBy(() -> SpoolSettings.defaults(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> SpoolSettings.defaults(Set.of("priority")));
        assertThatIllegalArgumentException().isThrownBy(() -> SpoolSettings.defaults(Set.of("unsorted")));
        assertThatIllegalArgumentException().isThrownBy(() -> SpoolSettings.defaults(Set.of("../up")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpoolSettings(
                        Duration.ZERO, Duration.ZERO, Duration.ZERO, Retention.keep(), Set.of("sr4"), "first"))
                .withMessageContaining("lease");
    }
}
