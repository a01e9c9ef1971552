package dev.psld.autodiff.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Recurrent nets by the equations of the ONNX specification, number by number. Stateless. */
final class RecurrentKernels {
    private RecurrentKernels() {}

    static List<Array> run(Call c) {
        boolean batchFirst = c.integer("layout", 0) != 0;
        Array x = batchFirst ? LayoutKernels.transpose(c.in(0), 1, 0, 2) : c.in(0);
        int length = x.dims()[0];
        int batch = x.dims()[1];
        int directions = c.in(1).dims()[0];
        int size = c.in(2).dims()[2];
        boolean memory = c.node().op().equals("LSTM");
        double[][][][] y = new double[length][directions][batch][size];
        double[][][] last = new double[directions][batch][];
        double[][][] cells = new double[directions][batch][];
        for (int d = 0; d < directions; d++) {
            boolean back = d == 1 || c.attributes().text("direction", "forward").equals("reverse");
            for (int b = 0; b < batch; b++) {
                int steps = c.optional(4).isPresent() ? (int) c.in(4).values()[b] : length;
                double[] h = initial(c, 5, batchFirst, d, b, size);
                double[] s = initial(c, 6, batchFirst, d, b, size);
                for (int i = 0; i < length; i++) {
                    int time = back ? length - 1 - i : i;
                    if (time < steps) {
                        double[] row =
                                Arrays.copyOfRange(x.values(), x.index(time, b, 0), x.index(time, b, 0) + x.dims()[2]);
                        double[][] next = new Cell(c, d, size, row, h, s).next();
                        h = next[0];
                        s = memory ? next[1] : s;
                        y[time][d][b] = h;
                    }
                }
                last[d][b] = h;
                cells[d][b] = s;
            }
        }
        Array whole =
                Array.build(x.type(), new int[] {length, directions, batch, size}, p -> y[p[0]][p[1]][p[2]][p[3]]);
        Array end = Array.build(x.type(), new int[] {directions, batch, size}, p -> last[p[0]][p[1]][p[2]]);
        Array memories = Array.build(x.type(), new int[] {directions, batch, size}, p -> cells[p[0]][p[1]][p[2]]);
        return batchFirst
                ? List.of(
                        LayoutKernels.transpose(whole, 2, 0, 1, 3),
                        LayoutKernels.transpose(end, 1, 0, 2),
                        LayoutKernels.transpose(memories, 1, 0, 2))
                : List.of(whole, end, memories);
    }

    private static double[] initial(Call c, int input, boolean batchFirst, int d, int b, int size) {
        double[] state = new double[size];
        Optional<Array> given = c.optional(input);
        for (int k = 0; k < size && given.isPresent(); k++) {
            state[k] = batchFirst ? given.get().at(b, d, k) : given.get().at(d, b, k);
        }
        return state;
    }

    /** One step of one sequence. Immutable by convention. */
    private static final class Cell {
        final Call c;
        final int d;
        final int size;
        final double[] x;
        final double[] h;
        final double[] s;

        Cell(Call c, int d, int size, double[] x, double[] h, double[] s) {
            this.c = c;
            this.d = d;
            this.size = size;
            this.x = x;
            this.h = h;
            this.s = s;
        }

        double[][] next() {
            return switch (c.node().op()) {
                case "RNN" -> rnn();
                case "GRU" -> gru();
                default -> lstm();
            };
        }

        private double sum(int block, int blocks, int j, double[] state) {
            return input(block, j) + recurrent(block, blocks, j, state);
        }

        private double input(int block, int j) {
            int row = block * size + j;
            double sum = c.optional(3).map(b -> b.at(d, row)).orElse(0.0);
            for (int i = 0; i < x.length; i++) {
                sum += c.in(1).at(d, row, i) * x[i];
            }
            return sum;
        }

        private double recurrent(int block, int blocks, int j, double[] state) {
            int row = block * size + j;
            double sum = c.optional(3).map(b -> b.at(d, blocks * size + row)).orElse(0.0);
            for (int i = 0; i < size; i++) {
                sum += c.in(2).at(d, row, i) * state[i];
            }
            return sum;
        }

        private double bent(int k, int each, String otherwise, double raw) {
            double clip = c.real("clip", 0);
            double v = clip > 0 && k >= 0 ? Math.max(-clip, Math.min(clip, raw)) : raw;
            int at = Math.abs(k);
            Object given = c.attributes().values().get("activations");
            String name = given instanceof List<?> list ? String.valueOf(list.get(d * each + at)) : otherwise;
            double[] alphas = c.attributes().reals("activation_alpha").orElse(new double[0]);
            double a = alphas.length > 0 ? alphas[0] : 0.01;
            return switch (name) {
                case "Sigmoid" -> ElementwiseKernels.sigmoid(v);
                case "Tanh" -> Math.tanh(v);
                case "Softsign" -> v / (1 + Math.abs(v));
                case "LeakyRelu" -> v < 0 ? a * v : v;
                default -> throw new IllegalStateException(name);
            };
        }

        private double[][] rnn() {
            double[] next = new double[size];
            for (int j = 0; j < size; j++) {
                next[j] = bent(0, 1, "Tanh", sum(0, 1, j, h));
            }
            return new double[][] {next};
        }

        private double[][] gru() {
            boolean late = c.integer("linear_before_reset", 0) != 0;
            double[] z = new double[size];
            double[] r = new double[size];
            double[] reset = new double[size];
            for (int j = 0; j < size; j++) {
                z[j] = bent(0, 2, "Sigmoid", sum(0, 3, j, h));
                r[j] = bent(0, 2, "Sigmoid", sum(1, 3, j, h));
                reset[j] = r[j] * h[j];
            }
            double[] next = new double[size];
            for (int j = 0; j < size; j++) {
                double old = late ? r[j] * recurrent(2, 3, j, h) : recurrent(2, 3, j, reset);
                next[j] = (1 - z[j]) * bent(1, 2, "Tanh", input(2, j) + old) + z[j] * h[j];
            }
            return new double[][] {next};
        }

        private double peephole(int block, int j) {
            return c.optional(7).map(p -> p.at(d, block * size + j)).orElse(0.0);
        }

        private double[][] lstm() {
            double[] next = new double[size];
            double[] cell = new double[size];
            for (int j = 0; j < size; j++) {
                double in = bent(0, 3, "Sigmoid", sum(0, 4, j, h) + peephole(0, j) * s[j]);
                double forget = c.integer("input_forget", 0) != 0
                        ? 1 - in
                        : bent(0, 3, "Sigmoid", sum(2, 4, j, h) + peephole(2, j) * s[j]);
                cell[j] = forget * s[j] + in * bent(1, 3, "Tanh", sum(3, 4, j, h));
                double out = bent(0, 3, "Sigmoid", sum(1, 4, j, h) + peephole(1, j) * cell[j]);
                next[j] = out * bent(-2, 3, "Tanh", cell[j]);
            }
            return new double[][] {next, cell};
        }
    }
}
