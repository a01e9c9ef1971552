package dev.psld.cli;

import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import java.util.ListResourceBundle;
import java.util.stream.Stream;

/** What {@code --help} says of the numbers of {@link Parameters}, by name, as in <code>${bundle:parameter.gamma}</code>. Immutable. */
final class ParameterTexts extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        return Stream.concat(
                        Stream.of(
                                        Parameters.STEPS,
                                        Parameters.GAMMA,
                                        Parameters.OMEGA,
                                        Parameters.SIGMA_Y,
                                        Parameters.BLUR_SIGMA,
                                        Parameters.FEATHER_SIZE,
                                        Parameters.FEATHER_SIGMA,
                                        Parameters.SAMPLES,
                                        Parameters.TILE,
                                        Parameters.GUIDANCE,
                                        Parameters.ATTENTION,
                                        Parameters.POLISH,
                                        Parameters.STATE_GRADIENT,
                                        Parameters.GUIDE_EVERY,
                                        Parameters.JACOBIAN_FREE,
                                        Parameters.FULL_DECODER_STEPS)
                                .map(ParameterTexts::entry),
                        Stream.of(new Object[][] {{"parameter.seed", Parameters.SEED}}))
                .toArray(Object[][]::new);
    }

    private static Object[] entry(Parameter parameter) {
        return new Object[] {"parameter." + parameter.name(), parameter.described()};
    }
}
