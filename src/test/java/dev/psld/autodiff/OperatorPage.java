package dev.psld.autodiff;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.ElementType;
import dev.psld.graph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page docs/operators.md, made from the registered rules, the comments on them, and what the test cases run. Immutable
 * once made.
 */
final class OperatorPage {
    /** The newest opset whose attributes are to be covered: that of the cases. */
    private static final long NEWEST = 26;

    private static final Path RULES = Path.of("src/main/java/dev/psld/autodiff/rule");
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:final )?class", Pattern.DOTALL);

    /** Attributes that no case sets, and why none needs to. */
    private static final Map<String, String> NEEDLESS = Map.of(
            "Cast.saturate", "for 8-bit floats, which carry no cotangents",
            "CastLike.saturate", "for 8-bit floats, which carry no cotangents",
            "Cast.round_mode", "for 8-bit floats, which carry no cotangents",
            "CastLike.round_mode", "for 8-bit floats, which carry no cotangents",
            "DequantizeLinear.output_dtype", "which the type of the result tells");

    private static final List<String> FLAT = List.of("Ceil", "Floor", "Hardmax", "Round", "Sign", "Shape", "Size");

    private final Map<String, Row> rows = new TreeMap<>();

    private OperatorPage() {
        StandardRules.book().ops().forEach(op -> rows.put(op, new Row(op)));
    }

    /** What the cases run of one operator. Not thread-safe; filled once. */
    private static final class Row {
        final String op;
        final TreeSet<Long> opsets = new TreeSet<>();
        final TreeMap<String, TreeSet<String>> attributes = new TreeMap<>();
        final TreeSet<Integer> by = new TreeSet<>();
        boolean ort;
        int cases;

        Row(String op) {
            this.op = op;
        }
    }

    static OperatorPage make() {
        OperatorPage page = new OperatorPage();
        RuleCases.all().forEach(page::note);
        return page;
    }

    private void note(RuleCase rule) {
        RuleCase.Instance instance = rule.in(ElementType.FLOAT);
        List<Long> allowed = rule.allowed();
        Activity activity = Activity.of(instance.graph(), instance.request(Mode.TAPE));
        TreeSet<String> counted = new TreeSet<>();
        for (Node node : instance.graph().nodes()) {
            Row row = rows.get(node.op());
            if (row == null || node.reads().noneMatch(activity::isActive)) {
                continue;
            }
            row.cases += counted.add(node.op()) ? 1 : 0;
            row.ort |= rule.ort();
            row.opsets.addAll(allowed);
            node.attributes()
                    .values()
                    .forEach((name, value) -> row.attributes
                            .computeIfAbsent(name, n -> new TreeSet<>())
                            .add(value instanceof String text && !name.equals("equation") ? text : ""));
            for (int i = 0; i < node.inputs().size(); i++) {
                if (activity.isActive(node.inputs().get(i))) {
                    row.by.add(i);
                }
            }
        }
    }

    /** Attributes of any opset in the range of a rule that no case sets and nothing excuses. */
    List<String> uncovered() {
        List<String> missing = new ArrayList<>();
        rows.values()
                .forEach(row -> attributes(row.op).stream()
                        .filter(a -> !row.attributes.containsKey(a))
                        .filter(a -> !NEEDLESS.containsKey(row.op + "." + a))
                        .filter(a -> Refusal.all()
                                .noneMatch(r ->
                                        r.op().equals(row.op) && r.attribute().equals(a)))
                        .forEach(a -> missing.add(row.op + "." + a)));
        return missing;
    }

    private static SortedSet<String> attributes(String op) {
        TreeSet<String> names = new TreeSet<>();
        boolean young = Schemas.versions(op).get(0).since() > NEWEST;
        Schemas.versions(op).stream()
                .filter(v -> young || v.since() <= NEWEST)
                .forEach(v -> names.addAll(v.attributes()));
        return names;
    }

    String text() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Operators with a pullback

                Made from the rules, the comments on them and their test cases; do not edit. A test fails when this page is out of
                date, and `mvn -o test -Dtest=OperatorPageTest -Dpsld.write=true` writes it again.

                Every case is compared with central differences in double precision, and with ONNX Runtime (forward and pullback)
                where that has a kernel. A case runs at the first and the last opset that allow its form, and between at 13, 16,
                17 and 18, where axes became inputs and scattering learnt to add (in ONNX Runtime at the ends and at 17).
                Attributes are those of all these opsets; after the colon stand the values that cases set, where these are words.
                “By” counts the inputs, from 0, that cases
                differentiate by. In the formulas ȳ is the cotangent of the output, x̄ that of the input, ∘ is element by element.
                Any number of dimensions and any stretching that the operator allows is allowed here.

                | operator | opsets | attributes | by | cases | pullback |
                |---|---|---|---|---|---|
                """);
        for (Row row : rows.values()) {
            page.append("| ")
                    .append(String.join(
                            " | ",
                            row.op,
                            range(row.opsets) + (row.ort ? "" : " (no kernel in ONNX Runtime)"),
                            cell(row),
                            String.join(
                                    ", ",
                                    row.by.isEmpty()
                                            ? List.of("what its branches take")
                                            : row.by.stream()
                                                    .map(Object::toString)
                                                    .toList()),
                            Integer.toString(row.cases),
                            comment(StandardRules.book()
                                    .rule(node(row.op))
                                    .orElseThrow()
                                    .getClass()
                                    .getSimpleName())))
                    .append(" |\n");
        }
        page.append("\n## Fusions\n\nSeveral nodes with one pullback, cheaper than the chain of theirs.\n\n");
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (name.endsWith("Pattern")) {
                    page.append("- ").append(comment(name)).append('\n');
                }
            }
        }
        page.append(
                        "\n## Flat\n\nWhere the derivative is 0 or not defined, a path ends and the notes of the run say so: ")
                .append(String.join(
                        ", ", FLAT.stream().filter(FlatOps::contains).toList()))
                .append(", casts to integers, comparisons.\n");
        page.append("\n## Refused\n\nEach with this sentence, which also names the node and its inputs.\n\n");
        page.append("| operator | when | sentence |\n|---|---|---|\n");
        Refusal.all()
                .forEach(r -> page.append("| ")
                        .append(String.join(" | ", r.op(), r.when(), cell(r.sentence())))
                        .append(" |\n"));
        String flow = Objects.requireNonNull(new MissingRuleException(node("Loop"), "x → y").getMessage());
        page.append("| If, Loop, Scan | where they cannot be written out as plain nodes (docs/differentiator.md) | ")
                .append(flow.substring(flow.indexOf("; ") + 2))
                .append(" |\n");
        return page.toString();
    }

    private static Node node(String op) {
        return new Node("", op, "", List.of("x"), List.of("y"), dev.psld.graph.Attributes.NONE);
    }

    private static String range(SortedSet<Long> opsets) {
        return opsets.first().equals(opsets.last()) ? "" + opsets.first() : opsets.first() + "–" + opsets.last();
    }

    private static String cell(Row row) {
        List<String> parts = new ArrayList<>();
        for (String name : attributes(row.op)) {
            String values = String.join(
                    ", ",
                    Optional.ofNullable(row.attributes.get(name)).orElseGet(TreeSet::new).stream()
                            .filter(v -> !v.isEmpty())
                            .toList());
            String excuse = Optional.ofNullable(NEEDLESS.get(row.op + "." + name))
                    .map(e -> " (" + e + ")")
                    .orElse("");
            boolean set = row.attributes.containsKey(name);
            String refused = set || !excuse.isEmpty() ? "" : " (refused)";
            parts.add("`" + name + "`" + (values.isEmpty() ? "" : ": " + values) + excuse + refused);
        }
        return parts.isEmpty() ? "none" : String.join("; ", parts);
    }

    /** The comment on a class, on one line. */
    private static String comment(String type) throws IOException {
        Matcher matcher = COMMENT.matcher(Files.readString(RULES.resolve(type + ".java")));
        if (!matcher.find()) {
            throw new AssertionError(type + " has no comment");
        }
        return cell(matcher.group(1).replaceAll("(?m)^\\s*\\* ?", " ").replaceAll("\\{@(?:code|link) (.*?)}", "$1"));
    }

    private static String cell(String text) {
        return text.replaceAll("<p>|\\s+", " ").trim().replace("|", "\\|");
    }
}
