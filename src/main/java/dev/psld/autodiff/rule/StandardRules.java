package dev.psld.autodiff.rule;

import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.RuleBook;
import java.util.List;

/** The rule book that is shipped. Stateless and thread-safe. A new rule is one file and one line here. */
public final class StandardRules {
    private static final List<Rule> RULES = List.of(
            new AbsRule(),
            new AddRule(),
            new AttentionRule(),
            new AveragePoolRule(),
            new BatchNormalizationRule(),
            new CastRule(),
            new CeluRule(),
            new ClipRule(),
            new ConcatRule(),
            new ConvRule(),
            new ConvTransposeRule(),
            new CosRule(),
            new CumSumRule(),
            new DepthToSpaceRule(),
            new DivRule(),
            new DropoutRule(),
            new EinsumRule(),
            new EluRule(),
            new ErfRule(),
            new ExpRule(),
            new ExpandRule(),
            new GatherElementsRule(),
            new GatherNdRule(),
            new GatherRule(),
            new GeluRule(),
            new GemmRule(),
            new GlobalAveragePoolRule(),
            new GlobalMaxPoolRule(),
            new GroupNormalizationRule(),
            new HardSigmoidRule(),
            new HardSwishRule(),
            new IdentityRule(),
            new InstanceNormalizationRule(),
            new LayerNormalizationRule(),
            new LeakyReluRule(),
            new LogRule(),
            new LogSoftmaxRule(),
            new LrnRule(),
            new MatMulRule(),
            new MaxPoolRule(),
            new MeanRule(),
            new MinMaxRule(),
            new MishRule(),
            new MulRule(),
            new NegRule(),
            new OneHotRule(),
            new PReluRule(),
            new PadRule(),
            new PowRule(),
            new ReciprocalRule(),
            new ReduceExtremeRule(),
            new ReduceL1Rule(),
            new ReduceL2Rule(),
            new ReduceLogSumExpRule(),
            new ReduceLogSumRule(),
            new ReduceMeanRule(),
            new ReduceProdRule(),
            new ReduceSumRule(),
            new ReduceSumSquareRule(),
            new ReluRule(),
            new ReshapeRule(),
            new ResizeRule(),
            new RmsNormalizationRule(),
            new ScatterRule(),
            new SeluRule(),
            new SigmoidRule(),
            new SinRule(),
            new SliceRule(),
            new SoftmaxRule(),
            new SoftplusRule(),
            new SoftsignRule(),
            new SpaceToDepthRule(),
            new SplitRule(),
            new SqrtRule(),
            new SubRule(),
            new SwishRule(),
            new TanhRule(),
            new ThresholdedReluRule(),
            new TileRule(),
            new TransposeRule(),
            new TriluRule(),
            new WhereRule());

    /** The larger ones first. */
    private static final List<Pattern> PATTERNS = List.of(
            new GroupNormPattern(),
            new MaskedSoftmaxPattern(),
            new NormPattern(),
            new SiluPattern(),
            new UpsampledConvPattern());

    private static final RuleBook BOOK = new RuleBook(RULES, PATTERNS);

    private StandardRules() {}

    /** Every rule and fusion of this package. */
    public static RuleBook book() {
        return BOOK;
    }

    /** A differentiator that works by {@link #book}. */
    public static Differentiator differentiator() {
        return new Differentiator(BOOK);
    }
}
