package dev.psld.config;

/** Writes a configuration as YAML for a reader. Used by one thread, once. */
final class ConfigYaml {
    private final StringBuilder text = new StringBuilder();
    private String open = "";

    private ConfigYaml() {}

    /** All values, each with its origin in a comment. */
    static String of(EffectiveValues values) {
        ConfigYaml page = new ConfigYaml();
        for (Key<?> key : Keys.ALL) {
            page.enter(key.group());
            String line = page.indent() + key.word() + ": " + quoted(values.text(key));
            page.text.append(line).append(" ".repeat(Math.max(2, 36 - line.length())));
            page.text.append("# ").append(values.origin(key).text()).append('\n');
        }
        return page.text.toString();
    }

    /** All keys with what they are for, commented out but for what has no default. */
    static String template() {
        ConfigYaml page = new ConfigYaml();
        page.text.append(
                "# The watch-folder agent. A file with ‘spool’ alone is complete: every value below is a default.\n");
        page.text.append(
                "# Take the # away in front of a key to change it. ‘psld agent --check-config’ shows the outcome.\n");
        page.text.append(
                "# Relative paths start at the folder of this file. Times: 500ms 10s 5min 2h 30d; sizes: 500MB 2GiB.\n");
        page.text.append(
                "\n# Another file whose values count where this one says nothing, such as jetson.yaml.\n#include: FILE\n");
        for (Key<?> key : Keys.ALL) {
            page.enter(key.group());
            page.key(key);
        }
        return page.text.toString();
    }

    private void key(Key<?> key) {
        boolean first = !key.group().startsWith("tasks.")
                || key.group().equals(firstTask())
                || key.equals(Keys.OPERATOR)
                || key.equals(Keys.OPERATOR_LIFT);
        if (first) {
            text.append(key.group().isEmpty() ? "\n" : "");
            text.append(indent()).append("# ").append(key.sentence()).append('\n');
            text.append(indent()).append("# ").append(key.form().range()).append('\n');
        }
        text.append(indent())
                .append(key.byDefault().isPresent() ? "#" : "")
                .append(key.word())
                .append(": ")
                .append(quoted(key.defaultText().orElse("/var/lib/psld/spool")))
                .append('\n');
    }

    private static String firstTask() {
        return Keys.ALL.stream()
                .map(Key::group)
                .filter(g -> g.startsWith("tasks."))
                .findFirst()
                .orElseThrow();
    }

    /** Writes the heads of the groups that this one opens. */
    private void enter(String group) {
        if (group.equals(open)) {
            return;
        }
        String[] parts = group.isEmpty() ? new String[0] : group.split("\\.", -1);
        String path = "";
        for (int i = 0; i < parts.length; i++) {
            path = path.isEmpty() ? parts[i] : path + "." + parts[i];
            if (!(open + ".").startsWith(path + ".")) {
                text.append(i == 0 ? "\n" : "")
                        .append("  ".repeat(i))
                        .append(parts[i])
                        .append(":\n");
            }
        }
        open = group;
    }

    private String indent() {
        return "  ".repeat(open.isEmpty() ? 0 : open.split("\\.", -1).length);
    }

    /** The text as YAML takes it back. */
    private static String quoted(String value) {
        if (value.matches("[A-Za-z0-9_/][A-Za-z0-9_/.+-]*") && !value.equals("null")) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < 0x20 || c == 0x7f) {
                quoted.append(String.format("\\x%02x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
