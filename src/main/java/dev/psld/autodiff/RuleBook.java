package dev.psld.autodiff;

import dev.psld.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules that a {@link Differentiator} works by, and the fusions that come before them. Immutable and thread-safe. The
 * one that is shipped is {@code autodiff.rule.StandardRules.book()}; {@link #with(Rule)} adds one's own to it.
 */
public final class RuleBook {
    private final List<Rule> rules;
    private final List<Pattern> patterns;
    private final Map<String, Rule> byOp = new HashMap<>();

    /**
     * @param rules where two are for one operator the later one holds
     * @param patterns the larger ones first: the first that fits is taken
     */
    public RuleBook(List<Rule> rules, List<Pattern> patterns) {
        this.rules = List.copyOf(rules);
        this.patterns = List.copyOf(patterns);
        rules.forEach(rule -> rule.ops().forEach(op -> byOp.put(key(rule.domain(), op), rule)));
    }

    /** This book with one more rule, which holds before those that are in it. */
    public RuleBook with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new RuleBook(more, patterns);
    }

    /** This book with one more fusion, which is tried before those that are in it. */
    public RuleBook with(Pattern pattern) {
        List<Pattern> more = new ArrayList<>(patterns);
        more.add(0, pattern);
        return new RuleBook(rules, more);
    }

    /** The rule for a node's operator. */
    public Optional<Rule> rule(Node node) {
        return Optional.ofNullable(byOp.get(key(node.domain(), node.op())));
    }

    /** The operators that have a rule, in alphabetical order; those outside the default domain as {@code domain.op}. */
    public SortedSet<String> ops() {
        return new TreeSet<>(byOp.keySet());
    }

    /** The first fusion that ends at this node. */
    Optional<Fusion> fusion(Node last, Uses uses) {
        return patterns.stream()
                .flatMap(pattern -> pattern.endingAt(last, uses).stream())
                .findFirst();
    }

    private static String key(String domain, String op) {
        return domain.isEmpty() ? op : domain + "." + op;
    }
}
