package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;
import java.util.stream.LongStream;

/** Version 1 has its bounds as attributes. */
final class SliceChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Slice");
    }

    @Override
    public long until() {
        return 10;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        long[] starts = node.attributes().integers("starts").orElseThrow(() -> r.refused(node, "it has no starts"));
        long[] ends = node.attributes().integers("ends").orElseThrow(() -> r.refused(node, "it has no ends"));
        long[] axes = node.attributes()
                .integers("axes")
                .orElse(LongStream.range(0, starts.length).toArray());
        r.write(node, node.op(), Attributes.NONE, node.input(0), r.vector(starts), r.vector(ends), r.vector(axes));
    }
}
