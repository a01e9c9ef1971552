package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One node as its rule sees it: forward values, shapes, the cotangents of the outputs, and where to put those of the
 * inputs. Not thread-safe; lives while its rule runs. Asking for a forward value puts it among what the tape must give.
 */
public final class Pullback extends Emitter {
    private final Differentiator differentiator;
    private final Graph forward;
    private final Node node;
    private final Activity activity;
    private final Cotangents cotangents;
    private final FiniteSlopes slopes;
    private final BitSet done = new BitSet();

    Pullback(
            Differentiator differentiator,
            GraphBuilder builder,
            Graph forward,
            Node node,
            Activity activity,
            Cotangents cotangents,
            FiniteSlopes slopes) {
        super(builder, typeOf(forward, node, activity));
        this.differentiator = differentiator;
        this.forward = forward;
        this.node = node;
        this.activity = activity;
        this.cotangents = cotangents;
        this.slopes = slopes;
    }

    private static ElementType typeOf(Graph forward, Node node, Activity activity) {
        return node.outputs().stream()
                .filter(activity::isActive)
                .findFirst()
                .map(o -> forward.value(o).type())
                .orElse(ElementType.FLOAT);
    }

    public Node node() {
        return node;
    }

    /** True where a table that is made for one size is to be avoided. */
    public boolean isForAnySize() {
        return differentiator.isForAnySize();
    }

    /** The forward graph. */
    public Graph graph() {
        return forward;
    }

    public Attributes attributes() {
        return node.attributes();
    }

    /** True when the cotangent of input {@code i} is wanted. */
    public boolean isActive(int i) {
        return node.hasInput(i) && activity.isActive(node.input(i));
    }

    /** The forward value of input {@code i}. */
    public String x(int i) {
        return node.input(i);
    }

    public String x() {
        return x(0);
    }

    /** The forward value of the first output. */
    public String y() {
        return node.output();
    }

    /** The forward value of input {@code i} in a type that it may not have itself. */
    public String x(int i, ElementType type) {
        return xType(i) == type ? x(i) : cast(x(i), type);
    }

    public Shape xShape(int i) {
        return forward.shape(node.input(i));
    }

    public Shape xShape() {
        return xShape(0);
    }

    public Shape yShape() {
        return forward.shape(node.output());
    }

    public Shape yShape(int k) {
        return forward.shape(node.outputs().get(k));
    }

    public ElementType xType(int i) {
        return forward.value(node.input(i)).type();
    }

    /** The cotangent of the only differentiable output; refuses where others have cotangents too, which would be lost. */
    public String cotangent() {
        for (int k = 1; k < node.outputs().size(); k++) {
            if (cotangent(k).isPresent()) {
                throw unsupported("what is differentiated depends on its output “"
                        + node.outputs().get(k)
                        + "”, and only the first one is differentiable: compute that value by other operators");
            }
        }
        return cotangent(0).orElseThrow(() -> unsupported("its first output is not used"));
    }

    /** The cotangent of output {@code k}; empty when the node has it not, or nothing useful depends on it. */
    public Optional<String> cotangent(int k) {
        return k < node.outputs().size() ? cotangents.of(node.outputs().get(k)) : Optional.empty();
    }

    /**
     * The cotangent of the first output where a condition holds, else 0. Where it is surely finite this is a product, which
     * takes a tenth of the time of a choice.
     */
    public String kept(String condition) {
        boolean half = type() == ElementType.FLOAT16 || type() == ElementType.BFLOAT16;
        return !half && slopes.before(node.output())
                ? mul(cotangent(), cast(condition, type()))
                : only(condition, cotangent());
    }

    /** The constant behind input {@code i}; empty for an input that is computed or absent. */
    public Optional<Tensor> constant(int i) {
        return forward.constant(node.input(i));
    }

    /** True when input {@code i} is a constant or made of constants alone, so that work on it folds at load. */
    public boolean isFixed(int i) {
        return forward.isFixed(node.input(i));
    }

    /** The integers of input {@code i}, which must be constant; empty when the input is absent. */
    public Optional<long[]> integers(int i) {
        if (!node.hasInput(i)) {
            return Optional.empty();
        }
        return Optional.of(constant(i).orElseThrow(() -> computed(i)).toLongs());
    }

    /** Says that input {@code i} is no constant although the pullback depends on its value. */
    public DiffException computed(int i) {
        return unsupported("its input “" + node.input(i)
                + (forward.isInput(node.input(i))
                        ? "” is an input of the model, but its pullback needs it as a constant: export the model with it as one"
                        : "” is computed at run time, but its pullback needs it as a constant: fold the graph first"));
    }

    /** Integers that are input {@code i} in newer opsets and an attribute in older ones; empty when absent in both. */
    public Optional<long[]> integers(int i, String attribute) {
        return integers(i).or(() -> attributes().integers(attribute));
    }

    /** An axis attribute, counted from the front. */
    public int axis(String name, long otherwise, int rank) {
        return axis(attributes().integer(name, otherwise), rank);
    }

    public static int axis(long axis, int rank) {
        return Math.toIntExact(axis < 0 ? axis + rank : axis);
    }

    public static int[] axes(long[] axes, int rank) {
        return IntStream.range(0, axes.length).map(i -> axis(axes[i], rank)).toArray();
    }

    /** Adds to the cotangent of input {@code i} a value of that input's shape. */
    public void accumulate(int i, String cotangent) {
        done.set(i);
        cotangents.add(node.input(i), cotangent);
    }

    /** The same for a cotangent of a type that the input may not have itself. */
    public void accumulate(int i, String cotangent, ElementType type) {
        accumulate(i, xType(i) == type ? cotangent : cast(cotangent, xType(i)));
    }

    /** Adds to the cotangent of a value that a body of the node takes from the graph around it. */
    void accumulate(String captured, String cotangent) {
        cotangents.add(captured, cotangent);
    }

    /** True when the cotangent of a value is wanted that a body of the node takes from the graph around it. */
    boolean isActive(String captured) {
        return activity.isActive(captured);
    }

    /** Gives their cotangents to all values that the branches of this node, an If, take from the graph around it. */
    public void pullBranches() {
        BranchPullback.of(this, differentiator);
    }

    /** Says that the rule has taken care of input {@code i} in another way, as a fusion does with values inside it. */
    public void settle(int i) {
        done.set(i);
    }

    /** Adds to the cotangent of input {@code i} a value of the output's shape, summed over the axes that were stretched. */
    public void accumulateStretched(int i, String cotangent) {
        accumulate(i, unbroadcast(cotangent, yShape(), xShape(i)));
    }

    /**
     * Gives the cotangents of all active inputs by the pullbacks of the operators that the node is written out with. Its
     * inputs have their forward names there; inputs whose values decide about the writing must be constants.
     *
     * @param body writes the node out, and gives its outputs, as many as it has written
     */
    public void expand(Function<Expansion, List<String>> body) {
        Expanded.of(this, differentiator, body);
    }

    /** A sentence that says what of this node cannot be differentiated. */
    public DiffException unsupported(String why) {
        return new DiffException(node.label() + " cannot be differentiated: " + why);
    }

    /** Makes sure that the rule gave a cotangent to every active input. */
    void checkComplete() {
        List<String> inputs = node.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (isActive(i) && !done.get(i)) {
                throw unsupported("it is differentiable here only by other inputs than “" + inputs.get(i)
                        + "”, which depends on what is differentiated by: make that input constant");
            }
        }
    }
}
