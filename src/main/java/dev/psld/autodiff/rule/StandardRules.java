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
            new AcosRule(),
            new AcoshRule(),
            new AddRule(),
            new AffineGridRule(),
            new AsinRule(),
            new AsinhRule(),
            new AtanRule(),
            new AtanhRule(),
            new AttentionRule(),
            new AveragePoolRule(),
            new BatchNormalizationRule(),
            new CastRule(),
            new CeluRule(),
            new CenterCropPadRule(),
            new ClipRule(),
            new Col2ImRule(),
            new CompressRule(),
            new ConcatRule(),
            new ConvRule(),
            new ConvTransposeRule(),
            new CosRule(),
            new CoshRule(),
            new CumProdRule(),
            new CumSumRule(),
            new DeformConvRule(),
            new DepthToSpaceRule(),
            new DequantizeLinearRule(),
            new DetRule(),
            new DftRule(),
            new DivRule(),
            new DropoutRule(),
            new EinsumRule(),
            new EluRule(),
            new ErfRule(),
            new ExpRule(),
            new ExpandRule(),
            new GatherRule(),
            new GatherElementsRule(),
            new GatherNdRule(),
            new GeluRule(),
            new GemmRule(),
            new GlobalAveragePoolRule(),
            new GlobalMaxPoolRule(),
            new GridSampleRule(),
            new GroupNormalizationRule(),
            new GruRule(),
            new HardSigmoidRule(),
            new HardSwishRule(),
            new IdentityRule(),
            new IfRule(),
            new InstanceNormalizationRule(),
            new LayerNormalizationRule(),
            new LeakyReluRule(),
            new LogRule(),
            new LogSoftmaxRule(),
            new LpNormalizationRule(),
            new LpPoolRule(),
            new LrnRule(),
            new LstmRule(),
            new MatMulRule(),
            new MaxPoolRule(),
            new MaxRoiPoolRule(),
            new MaxUnpoolRule(),
            new MeanRule(),
            new MeanVarianceNormalizationRule(),
            new MinMaxRule(),
            new MishRule(),
            new ModRule(),
            new MulRule(),
            new NegRule(),
            new NegativeLogLikelihoodLossRule(),
            new OneHotRule(),
            new PReluRule(),
            new PadRule(),
            new PowRule(),
            new ReciprocalRule(),
            new ReduceExtremeRule(),
            new ReduceL1Rule(),
            new ReduceL2Rule(),
            new ReduceLogSumRule(),
            new ReduceLogSumExpRule(),
            new ReduceMeanRule(),
            new ReduceProdRule(),
            new ReduceSumRule(),
            new ReduceSumSquareRule(),
            new ReluRule(),
            new ReshapeRule(),
            new ResizeRule(),
            new ReverseSequenceRule(),
            new RmsNormalizationRule(),
            new RnnRule(),
            new RoiAlignRule(),
            new RotaryEmbeddingRule(),
            new ScatterRule(),
            new SeluRule(),
            new ShrinkRule(),
            new SigmoidRule(),
            new SinRule(),
            new SinhRule(),
            new SliceRule(),
            new SoftmaxRule(),
            new SoftmaxCrossEntropyLossRule(),
            new SoftplusRule(),
            new SoftsignRule(),
            new SpaceToDepthRule(),
            new SplitRule(),
            new SqrtRule(),
            new StftRule(),
            new SubRule(),
            new SwishRule(),
            new TanRule(),
            new TanhRule(),
            new TensorScatterRule(),
            new ThresholdedReluRule(),
            new TileRule(),
            new TopKRule(),
            new TransposeRule(),
            new TriluRule(),
            new WhereRule());

    /** The larger ones first. */
    private static final List<Pattern> PATTERNS = List.of(
            new AttentionPattern(),
            new GroupNormPattern(),
            new MaskedSoftmaxPattern(),
            new NormPattern(),
            new SiluPattern(),
            new UpsampledConvPattern(),
            new WeightedMeanPattern());

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
