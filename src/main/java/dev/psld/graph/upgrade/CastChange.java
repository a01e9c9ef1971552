package dev.psld.graph.upgrade;

import dev.psld.graph.ElementType;
import dev.psld.graph.Node;
import java.util.List;
import java.util.Locale;

/** Version 1 names its type in letters. */
final class CastChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Cast");
    }

    @Override
    public long until() {
        return 6;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        String name = node.attributes().text("to", "FLOAT");
        r.write(
                node,
                node.attributes()
                        .with(
                                "to",
                                ElementType.valueOf(name.toUpperCase(Locale.ROOT))
                                        .code()));
    }
}
