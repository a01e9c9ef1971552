package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Short names for the operators that pullbacks are made of; each emits one node and gives the name of its value. Not
 * thread-safe. Constants take the element type of the cotangent; forms that changed with the opset are chosen by it.
 */
public class Emitter {
    private final GraphBuilder builder;
    private final ElementType type;

    Emitter(GraphBuilder builder, ElementType type) {
        this.builder = builder;
        this.type = type;
    }

    GraphBuilder builder() {
        return builder;
    }

    /** The real type of the values in work. */
    public ElementType type() {
        return type;
    }

    public long opset() {
        return builder.opset();
    }

    public String emit(String op, String... inputs) {
        return emit(op, Attributes.NONE, inputs);
    }

    public String emit(String op, Attributes attributes, String... inputs) {
        return builder.emit(op, attributes, inputs);
    }

    public List<String> emitMany(String op, int count, Attributes attributes, String... inputs) {
        return builder.emitMany(op, count, attributes, inputs);
    }

    public String constant(Tensor tensor) {
        return builder.constant(tensor);
    }

    /** A real constant of the type in work. */
    public String constant(Shape shape, double... values) {
        return builder.constant(Tensor.real(type, shape, values));
    }

    public String scalar(double value) {
        return builder.constant(Tensor.scalar(type, value));
    }

    public String filled(Shape shape, double value) {
        return shape.size() == 1
                ? constant(shape, value)
                : emit("ConstantOfShape", Attributes.of("value", Tensor.filled(type, Shape.of(1), value)), dims(shape));
    }

    /** Zeros of a value's type and shape. */
    public String zeros(Value like) {
        Tensor zero = Tensor.filled(like.type(), Shape.of(1), 0);
        return emit("ConstantOfShape", Attributes.of("value", zero), dims(like.shape()));
    }

    public String vector(long... values) {
        return builder.vector(values);
    }

    private String dims(Shape shape) {
        return vector(shape.toArray());
    }

    public String add(String a, String b) {
        return emit("Add", a, b);
    }

    public String sub(String a, String b) {
        return emit("Sub", a, b);
    }

    public String mul(String a, String b) {
        return emit("Mul", a, b);
    }

    public String mul(String a, double factor) {
        return factor == 1 ? a : mul(a, scalar(factor));
    }

    public String div(String a, String b) {
        return emit("Div", a, b);
    }

    public String square(String a) {
        return mul(a, a);
    }

    public String where(String condition, String a, String b) {
        return emit("Where", condition, a, b);
    }

    /** {@code a} where the condition holds, else zero. */
    public String only(String condition, String a) {
        return where(condition, a, scalar(0));
    }

    public String cast(String a, ElementType to) {
        return emit("Cast", Attributes.of("to", to.code()), a);
    }

    /** A gathering of entries along one axis. */
    public String gather(String a, int axis, String indices) {
        return emit("Gather", Attributes.of("axis", axis), a, indices);
    }

    public String matmul(String a, String b) {
        return emit("MatMul", a, b);
    }

    public String reshape(String a, Shape shape) {
        // A zero would else stand for the length that the operand has there.
        boolean empty = shape.dims().contains(0L) && opset() >= 14;
        return emit("Reshape", empty ? Attributes.of("allowzero", 1) : Attributes.NONE, a, dims(shape));
    }

    /** A reshape that is left out where the shape is the wanted one already. */
    public String reshape(String a, Shape from, Shape to) {
        return from.equals(to) ? a : reshape(a, to);
    }

    public String expand(String a, Shape shape) {
        return emit("Expand", a, dims(shape));
    }

    public String transpose(String a, int... perm) {
        return IntStream.range(0, perm.length).allMatch(i -> perm[i] == i)
                ? a
                : emit("Transpose", Attributes.of("perm", perm), a);
    }

    /** Swaps the last two axes of a value of this rank. */
    public String swapLast(String a, int rank) {
        int[] perm = IntStream.range(0, rank).toArray();
        perm[rank - 1] = rank - 2;
        perm[rank - 2] = rank - 1;
        return transpose(a, perm);
    }

    public String concat(int axis, List<String> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : emit("Concat", Attributes.of("axis", axis), parts.toArray(String[]::new));
    }

    /** A reduction by name; the axes went from attribute to input at opset 13 (ReduceSum) or 18 (the others). */
    public String reduce(String op, String a, boolean keep, int... axes) {
        if (axes.length == 0) {
            return a;
        }
        long[] wide = Arrays.stream(axes).asLongStream().toArray();
        return opset() >= (op.equals("ReduceSum") ? 13 : 18)
                ? emit(op, Attributes.of("keepdims", keep), a, vector(wide))
                : emit(op, Attributes.of("keepdims", keep, "axes", wide), a);
    }

    public String sum(String a, int... axes) {
        return reduce("ReduceSum", a, true, axes);
    }

    /** A sum of values of the type in work; one of half precision runs in single precision, as long ones swallow their terms else. */
    public String wideSum(String a, int... axes) {
        boolean half = type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
        return half && axes.length > 0 ? cast(sum(cast(a, ElementType.FLOAT), axes), type) : sum(a, axes);
    }

    public String mean(String a, int... axes) {
        return reduce("ReduceMean", a, true, axes);
    }

    /** One axis from {@code start} up to {@code end} (exclusive), which must lie inside it. */
    public String slice(String a, int axis, long start, long end) {
        return emit("Slice", a, vector(start), vector(end), vector(axis));
    }

    /** One axis in reverse order. */
    public String reverse(String a, int axis) {
        return emit("Slice", a, vector(-1), vector(Long.MIN_VALUE + 1), vector(axis), vector(-1));
    }

    /** Zeros before and after each axis; negative widths crop. */
    public String pad(String a, Shape from, long[] before, long[] after) {
        int rank = from.rank();
        List<Long> axes = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        long[] pads = new long[2 * rank];
        for (int i = 0; i < rank; i++) {
            pads[i] = Math.max(0, before[i]);
            pads[rank + i] = Math.max(0, after[i]);
            if (before[i] < 0 || after[i] < 0) {
                axes.add((long) i);
                starts.add(Math.max(0, -before[i]));
                ends.add(from.dim(i) - Math.max(0, -after[i]));
            }
        }
        String cropped = axes.isEmpty()
                ? a
                : emit("Slice", a, vector(toArray(starts)), vector(toArray(ends)), vector(toArray(axes)));
        return Arrays.stream(pads).allMatch(p -> p == 0) ? cropped : emit("Pad", cropped, vector(pads));
    }

    /** Zeros before and after one axis of a value of this shape; negative widths crop. */
    public String pad(String a, Shape from, int axis, long before, long after) {
        long[] begin = new long[from.rank()];
        long[] end = new long[from.rank()];
        begin[axis] = before;
        end[axis] = after;
        return pad(a, from, begin, end);
    }

    /** Undoes a broadcast: sums over the axes that were stretched, so that the value gets the shape {@code to}. */
    public String unbroadcast(String a, Shape from, Shape to) {
        int lead = from.rank() - to.rank();
        int[] axes = IntStream.range(0, from.rank())
                .filter(i -> i < lead || (to.dim(i - lead) == 1 && from.dim(i) != 1))
                .toArray();
        String summed = wideSum(a, axes);
        return lead > 0 ? reshape(summed, to) : summed;
    }

    private static long[] toArray(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
