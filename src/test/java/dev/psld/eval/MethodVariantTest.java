package dev.psld.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.psld.restore.RequestedPlugIns;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MethodVariantTest {
    private static MethodVariant parse(String text) {
        return MethodVariant.parse(text, OptionalInt.of(7));
    }

    @Test
    void a_method_may_have_settings_and_a_name_of_its_own() {
        assertThat(parse("author=psld:mode=author:steps=1000"))
                .isEqualTo(new MethodVariant(
                        "author",
                        Method.PSLD,
                        Mode.AUTHOR,
                        OptionalInt.of(1000),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        RequestedPlugIns.NONE));
        MethodVariant weighted = parse("PSLD:gamma=0.1:omega=2");
        assertThat(weighted.name()).isEqualTo("PSLD-gamma-0.1-omega-2");
        assertThat(weighted.gamma()).hasValue(0.1);
        assertThat(weighted.omega()).hasValue(2);
        assertThat(weighted.steps()).hasValue(7);
        assertThat(parse(
                                "a=psld:polish=9:stateGradient=0.9:attention=2:guideEvery=3:jacobianFree=0.5:fullDecoderSteps=4")
                        .plugIns())
                .isEqualTo(new RequestedPlugIns(
                        OptionalInt.of(9),
                        OptionalDouble.of(0.9),
                        OptionalDouble.of(2),
                        OptionalInt.of(3),
                        OptionalDouble.of(0.5),
                        OptionalInt.of(4)));
        assertThat(parse("bicubic").steps()).isEmpty();
        assertThat(parse("admm-tv").steps()).hasValue(7);
    }

    @Test
    void what_is_none_is_refused_in_a_sentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("magic"))
                .withMessageContaining("there is no method ‘magic’");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("psld:speed=1"))
                .withMessageContaining("no setting ‘speed’");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("psld:steps=many"))
                .withMessageContaining("steps is no number");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("psld:steps=0"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("psld:stateGradient=0"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("psld:mode=x"))
                .withMessageContaining("stable or author");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("../x=psld"))
                .withMessageContaining("cannot be called");
    }
}
