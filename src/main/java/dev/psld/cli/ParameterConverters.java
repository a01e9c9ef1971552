package dev.psld.cli;

import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The numbers of {@link Parameters} as options: what is too small is refused here, what is too large where it is used. */
final class ParameterConverters {
    private ParameterConverters() {}

    private abstract static class Whole implements ITypeConverter<Integer> {
        private final int least;

        private Whole(Parameter parameter) {
            this.least = (int) parameter.least();
        }

        @Override
        public final Integer convert(String word) {
            return Converters.whole(word, least);
        }
    }

    private abstract static class Real implements ITypeConverter<Double> {
        private final Parameter parameter;

        private Real(Parameter parameter) {
            this.parameter = parameter;
        }

        @Override
        public final Double convert(String word) {
            double value = Converters.number(word);
            if (!parameter.reaches(value) || Double.isInfinite(value)) {
                throw new TypeConversionException("it must be " + parameter.floor() + ", not " + word);
            }
            return value;
        }
    }

    static final class Steps extends Whole {
        Steps() {
            super(Parameters.STEPS);
        }
    }

    static final class Samples extends Whole {
        Samples() {
            super(Parameters.SAMPLES);
        }
    }

    static final class Polish extends Whole {
        Polish() {
            super(Parameters.POLISH);
        }
    }

    static final class StateGradient extends Real {
        StateGradient() {
            super(Parameters.STATE_GRADIENT);
        }
    }

    static final class Attention extends Real {
        Attention() {
            super(Parameters.ATTENTION);
        }
    }

    static final class GuideEvery extends Whole {
        GuideEvery() {
            super(Parameters.GUIDE_EVERY);
        }
    }

    static final class JacobianFree extends Real {
        JacobianFree() {
            super(Parameters.JACOBIAN_FREE);
        }
    }

    static final class Tile extends Whole {
        Tile() {
            super(Parameters.TILE);
        }
    }

    static final class FeatherSize extends Whole {
        FeatherSize() {
            super(Parameters.FEATHER_SIZE);
        }
    }

    static final class FeatherSigma extends Real {
        FeatherSigma() {
            super(Parameters.FEATHER_SIGMA);
        }
    }

    static final class Gamma extends Real {
        Gamma() {
            super(Parameters.GAMMA);
        }
    }

    static final class Omega extends Real {
        Omega() {
            super(Parameters.OMEGA);
        }
    }

    static final class Guidance extends Real {
        Guidance() {
            super(Parameters.GUIDANCE);
        }
    }

    static final class SigmaY extends Real {
        SigmaY() {
            super(Parameters.SIGMA_Y);
        }
    }

    static final class BlurSigma extends Real {
        BlurSigma() {
            super(Parameters.BLUR_SIGMA);
        }
    }
}
