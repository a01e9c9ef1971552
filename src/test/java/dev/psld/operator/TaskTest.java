package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.graph.Shape;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks by their words, and the operators that they stand for. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TaskTest {
    private static final Shape IMAGE = Shape.of(1, 3, 64, 48);

    @ParameterizedTest
    @EnumSource(Task.class)
    void a_task_is_found_by_its_word(Task task) {
        assertThat(Task.parse(task.word())).isEqualTo(task);
        assertThat(Task.parse(" " + task.name() + " ")).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource({"inpant,inpaint", "sr44,sr4", "deblur-gausian,deblur-gaussian", "inpaintbox,inpaint-box"})
    void a_misspelt_word_is_answered_with_the_nearest(String word, String nearest) {
        assertThatThrownBy(() -> Task.parse(word))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("did you mean “" + nearest + "”?")
                .hasMessageContaining("Tasks: sr4, sr, inpaint, ");
    }

    @Test
    void a_word_far_from_all_is_answered_with_the_list_alone() {
        assertThatThrownBy(() -> Task.parse("colourise-video")).message().doesNotContain("did you mean");
    }

    @ParameterizedTest
    @CsvSource({
        "SR4,STABLE,average ×4,16,12",
        "SR4,AUTHOR,bicubic ×4,16,12",
        "INPAINT_BOX,STABLE,mask,64,48",
        "INPAINT_RANDOM,STABLE,mask,64,48",
        "DEBLUR_GAUSSIAN,STABLE,Gaussian blur σ 1.5,64,48",
        "DEBLUR_MOTION,STABLE,blur by a kernel of 11×11,64,48",
        "DENOISE,STABLE,identity,64,48"
    })
    void defaults_are_the_authors_in_proportion(Task task, Lift lift, String name, long height, long width) {
        MeasurementOperator operator = Degradation.of(task).withLift(lift).operator(IMAGE);
        assertThat(operator.name()).isEqualTo(name);
        assertThat(operator.measurementShape()).isEqualTo(Shape.of(1, 3, height, width));
    }

    @Test
    void a_seed_decides_what_is_drawn() {
        Degradation random = Degradation.of(Task.INPAINT_RANDOM);
        assertThat(random.operator(IMAGE).parameters())
                .isEqualTo(random.operator(IMAGE).parameters());
        assertThat(random.operator(IMAGE).parameters())
                .isNotEqualTo(random.withSeed(1).operator(IMAGE).parameters());
    }

    @Test
    void what_is_given_is_not_drawn() {
        var mask = MaskPattern.box(IMAGE, 3, 1);
        var kernel = MotionKernel.random(5, 0, 1);
        assertThat(Degradation.of(Task.INPAINT_RANDOM)
                        .withMask(mask)
                        .operator(IMAGE)
                        .parameters())
                .containsEntry("mask", mask);
        assertThat(Degradation.of(Task.DEBLUR_MOTION)
                        .withKernel(kernel)
                        .operator(IMAGE)
                        .parameters())
                .containsEntry("kernel", kernel);
    }

    @Test
    void what_is_missing_or_impossible_is_a_sentence() {
        assertThatThrownBy(() -> Degradation.of(Task.INPAINT).operator(IMAGE)).hasMessageContaining("--mask");
        assertThatThrownBy(() -> Degradation.of(Task.CUSTOM).operator(IMAGE)).hasMessageContaining("--operator");
        assertThatThrownBy(() -> Degradation.of(Task.SR4).operator(Shape.of(2, 3, 8, 8)))
                .hasMessageContaining("one at a time");
        assertThatThrownBy(() -> Bicubic.of(IMAGE, 0, Lift.STABLE)).hasMessageContaining("scale 0");
        assertThatThrownBy(() -> AveragePool.of(IMAGE, 65)).hasMessageContaining("scale 65");
        assertThatThrownBy(() -> GaussianBlur.of(IMAGE, 0, Lift.STABLE)).hasMessageContaining("above 0");
    }
}
