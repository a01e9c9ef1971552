package dev.psld.autodiff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/** Maximum flow and minimum cut of a directed graph by Dinic's algorithm. Not thread-safe; used once. */
final class MinCut {
    static final long INFINITE = Long.MAX_VALUE / 4;

    private final List<List<Integer>> edgesOf = new ArrayList<>();
    private final List<Integer> target = new ArrayList<>();
    private final List<Long> capacity = new ArrayList<>();
    private int[] level = new int[0];
    private int[] next = new int[0];

    MinCut(int vertices) {
        for (int i = 0; i < vertices; i++) {
            edgesOf.add(new ArrayList<>());
        }
    }

    void edge(int from, int to, long bytes) {
        edgesOf.get(from).add(target.size());
        target.add(to);
        capacity.add(bytes);
        edgesOf.get(to).add(target.size());
        target.add(from);
        capacity.add(0L);
    }

    /** The vertices on the sink's side of the minimum cut that lies nearest to the sink. */
    BitSet sinkSide(int source, int sink) {
        while (levels(source, sink)) {
            next = new int[edgesOf.size()];
            push(source, sink);
        }
        return reaching(sink);
    }

    private boolean levels(int source, int sink) {
        level = new int[edgesOf.size()];
        Arrays.fill(level, -1);
        level[source] = 0;
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(source));
        while (!open.isEmpty()) {
            int v = open.poll();
            for (int e : edgesOf.get(v)) {
                int w = target.get(e);
                if (capacity.get(e) > 0 && level[w] < 0) {
                    level[w] = level[v] + 1;
                    open.add(w);
                }
            }
        }
        return level[sink] >= 0;
    }

    /** Fills every shortest path; with a stack of its own, for graphs that are deeper than a thread's stack. */
    private void push(int source, int sink) {
        ArrayDeque<Integer> path = new ArrayDeque<>();
        int v = source;
        while (true) {
            if (v == sink) {
                v = filled(path, source);
            } else if (next[v] < edgesOf.get(v).size()) {
                int e = edgesOf.get(v).get(next[v]);
                if (capacity.get(e) > 0 && level[target.get(e)] == level[v] + 1) {
                    path.push(e);
                    v = target.get(e);
                } else {
                    next[v]++;
                }
            } else if (path.isEmpty()) {
                return;
            } else {
                v = target.get(path.pop() ^ 1);
                next[v]++;
            }
        }
    }

    /** Sends through a path what its narrowest edge takes; steps back to the start of the first edge that is now full. */
    private int filled(ArrayDeque<Integer> path, int source) {
        long flow = path.stream().mapToLong(capacity::get).min().orElse(0);
        int back = source;
        Iterator<Integer> fromSource = path.descendingIterator();
        int kept = 0;
        boolean full = false;
        while (fromSource.hasNext()) {
            int e = fromSource.next();
            capacity.set(e, capacity.get(e) - flow);
            capacity.set(e ^ 1, capacity.get(e ^ 1) + flow);
            if (!full && capacity.get(e) == 0) {
                full = true;
                back = target.get(e ^ 1);
            }
            kept += full ? 0 : 1;
        }
        while (path.size() > kept) {
            path.pop();
        }
        return back;
    }

    private BitSet reaching(int sink) {
        BitSet side = new BitSet();
        side.set(sink);
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(sink));
        while (!open.isEmpty()) {
            for (int e : edgesOf.get(open.poll())) {
                int from = target.get(e);
                if (capacity.get(e ^ 1) > 0 && !side.get(from)) {
                    side.set(from);
                    open.add(from);
                }
            }
        }
        return side;
    }
}
