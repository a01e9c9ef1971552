package dev.psld.config;

import dev.psld.file.NearWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A file of settings with the profiles that it includes, and the command line over them. Used by one thread, once. */
final class Sources {
    private static final Collection<String> NAMES = new TreeSet<>();
    private static final Collection<String> GROUPS = new TreeSet<>();

    static {
        NAMES.add(Keys.INCLUDE);
        for (Key<?> key : Keys.ALL) {
            NAMES.add(key.name());
            for (String group = key.group(); !group.isEmpty(); group = parent(group)) {
                GROUPS.add(group);
            }
        }
    }

    private final Problems problems;
    private final Map<String, GivenText> given = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();

    private Sources(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads all files.
     *
     * @param over values by key that win over the files
     * @throws ConfigurationException when a file cannot be read; unknown keys are added to the problems
     */
    static Sources read(Path file, Map<String, String> over, Problems problems) {
        Sources sources = of(over, problems);
        sources.file(file, Optional.empty());
        return sources;
    }

    /** The same without a file. */
    static Sources of(Map<String, String> values, Problems problems) {
        Sources sources = new Sources(problems);
        values.forEach((key, text) -> sources.put(key, new GivenText(text, new ValueOrigin.CommandLine())));
        return sources;
    }

    /** What was given, by key; the first to speak wins: command line, file, included profile. */
    Map<String, GivenText> given() {
        return given;
    }

    /** The files that were read, the one that was named first. */
    List<Path> files() {
        return files;
    }

    private void file(Path file, Optional<ValueOrigin.Line> includedAt) {
        Path plain = file.normalize();
        files.add(plain);
        Map<String, YamlFile.Entry> entries = YamlFile.read(plain);
        entries.forEach((key, entry) -> {
            ValueOrigin.Line at = new ValueOrigin.Line(plain, entry.line(), includedAt);
            if (!key.equals(Keys.INCLUDE)) {
                put(key, new GivenText(entry.text(), at));
            }
        });
        YamlFile.Entry include = entries.get(Keys.INCLUDE);
        if (include != null) {
            include(new ValueOrigin.Line(plain, include.line(), includedAt), include.text());
        }
    }

    private void include(ValueOrigin.Line at, String name) {
        Path profile = at.file().resolveSibling(name).normalize();
        if (name.isEmpty() || !Files.isRegularFile(profile)) {
            problems.add(at, "there is no profile “" + name + "” to include: give the path of a file beside this one");
        } else if (files.contains(profile)) {
            problems.add(at, "“" + name + "” is included already: take this line out");
        } else {
            file(profile, Optional.of(at));
        }
    }

    private void put(String key, GivenText value) {
        if (NAMES.contains(key)) {
            given.putIfAbsent(key, value);
        } else if (GROUPS.contains(key)) {
            if (!value.text().isEmpty()) {
                problems.add(value.origin(), "‘" + key + "’ is a group: its values stand below it, further right");
            }
        } else {
            problems.add(value.origin(), unknown(key));
        }
    }

    private static String unknown(String key) {
        return "there is no key ‘" + key + "’"
                + NearWord.within(Math.max(2, key.length() / 2), key, NAMES)
                        .map(near -> "; did you mean ‘" + near + "’?")
                        .orElse(": ‘psld agent --check-config’ lists all keys of a right file");
    }

    private static String parent(String group) {
        return group.contains(".") ? group.substring(0, group.lastIndexOf('.')) : "";
    }
}
