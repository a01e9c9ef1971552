package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One declared input or output of a graph. Immutable and thread-safe.
 *
 * @param shape for one picture
 * @param of the value whose cotangent it holds; only for {@link Quantity#COTANGENT}
 * @param values its elements in row-major order, where the manifest tells them: of constants; empty for none
 * @param file of the bundle with its elements, little-endian in its type, where they are too many to write down
 */
public record TensorSpec(
        String name,
        ElementType type,
        Shape shape,
        Quantity holds,
        Optional<String> of,
        List<Double> values,
        Optional<String> file) {

    public TensorSpec {
        values = List.copyOf(values);
    }

    /** One that is fed by a run, or made by it. */
    public TensorSpec(String name, ElementType type, Shape shape, Quantity holds) {
        this(name, type, shape, holds, Optional.empty(), List.of(), Optional.empty());
    }

    /** The cotangent of another one. */
    static TensorSpec cotangent(String name, TensorSpec of) {
        return new TensorSpec(
                name, of.type, of.shape, Quantity.COTANGENT, Optional.of(of.name), List.of(), Optional.empty());
    }

    /** What is wrong with it, in words that follow its place; empty for nothing. */
    Optional<String> fault() {
        if ((holds == Quantity.COTANGENT) != of.isPresent()) {
            return Optional.of("needs the key “of” exactly where it holds a cotangent");
        }
        if (!values.isEmpty() && file.isPresent()) {
            return Optional.of("has both values and a file: give one");
        }
        if (!values.isEmpty() && values.size() != shape.size()) {
            return Optional.of("has " + values.size() + " values for the shape " + shape);
        }
        if (holds == Quantity.CONSTANT && values.isEmpty() && file.isEmpty()) {
            return Optional.of("holds a constant, but has neither values nor a file");
        }
        boolean number = type.isReal() || type == ElementType.INT64 || type == ElementType.INT32;
        return number ? Optional.empty() : Optional.of("cannot be of type " + type + ": give " + TypeWord.words());
    }

    /** A tensor of its type and shape: as many numbers as it has elements, or one for all of them. */
    public Tensor tensor(double... numbers) {
        double[] all = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.length == 1 ? numbers[0] : numbers[i];
        }
        if (type.isReal()) {
            return Tensor.real(type, shape, all);
        }
        ByteBuffer bytes = ByteBuffer.allocate(all.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : all) {
            if (type == ElementType.INT64) {
                bytes.putLong(Math.round(number));
            } else {
                bytes.putInt(Math.toIntExact(Math.round(number)));
            }
        }
        return new Tensor(type, shape, bytes.flip());
    }

    /**
     * Whether it has a part for every picture in a graph for several: data, what a text encoder made of a text, and constants with a
     * first axis for pictures, which are joined to these.
     */
    public boolean grows() {
        return switch (holds) {
            case IMAGE, LATENT, CONTEXT, POOLED -> true;
            case CONSTANT -> shape.rank() > 1 && shape.dim(0) == 1;
            default -> false;
        };
    }

    /** The elements that no run changes, where the manifest or a file of the bundle's folder tells them. */
    Optional<Tensor> fixed(Path folder) {
        if (!values.isEmpty()) {
            return Optional.of(
                    tensor(values.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return file.map(name -> {
            try {
                return new Tensor(type, shape, ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))));
            } catch (IOException | GraphException e) {
                throw new ModelException(folder.resolve(name) + " cannot be used: " + e.getMessage(), e);
            }
        });
    }

    /** The same with its elements in a file of the bundle. */
    TensorSpec in(String bundleFile) {
        return new TensorSpec(name, type, shape, holds, of, values, Optional.of(bundleFile));
    }

    /** The same for several pictures at once, one after the other along the first axis. */
    public TensorSpec batched(int batch) {
        return new TensorSpec(name, type, shape.with(0, shape.dim(0) * batch), holds, of, values, file);
    }

    /** How a graph declares it. */
    Value value() {
        return new Value(name, type, shape);
    }
}
