package dev.psld.autodiff.rule;

import dev.psld.autodiff.Rule;
import dev.psld.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** All rules by operator. Stateless and thread-safe. A new rule is one file and one line here. */
public final class Rules {
    private static final List<Rule> ALL = List.of(
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

    private static final Map<String, Rule> BY_OP = new HashMap<>();

    static {
        ALL.forEach(rule -> rule.ops().forEach(op -> BY_OP.put(op, rule)));
    }

    private Rules() {}

    /** The rule for a node's operator; only the default domain has rules. */
    public static Optional<Rule> of(Node node) {
        return node.domain().isEmpty() ? Optional.ofNullable(BY_OP.get(node.op())) : Optional.empty();
    }

    /** The operators that have a rule, in alphabetical order. */
    public static SortedSet<String> ops() {
        return new TreeSet<>(BY_OP.keySet());
    }
}
