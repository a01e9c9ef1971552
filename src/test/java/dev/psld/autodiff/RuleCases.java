package dev.psld.autodiff;

import java.util.stream.Stream;

/** All rule cases. A new one is a line in the family that it belongs to. */
final class RuleCases {
    private RuleCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(
                        ElementwiseCases.all(),
                        ProductCases.all(),
                        WindowCases.all(),
                        NormalisationCases.all(),
                        AttentionCases.all(),
                        BranchCases.all(),
                        ReductionCases.all(),
                        LayoutCases.all(),
                        IndexCases.all(),
                        ChoiceCases.all(),
                        SpectralCases.all(),
                        LossCases.all(),
                        RecurrentCases.all(),
                        SamplingCases.all(),
                        ResizeCases.all())
                .flatMap(s -> s);
    }
}
