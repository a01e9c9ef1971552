package dev.psld.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML file as keys with their groups before dots, each with its text and line. Used by one thread, once. */
final class YamlFile {
    /**
     * A value as it stands there.
     *
     * @param text of a list, its texts with commas between; empty where nothing stands behind the key
     */
    record Entry(String text, int line) {}

    private final Path file;
    private final YAMLParser parser;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private YamlFile(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads the whole file.
     *
     * @throws ConfigurationException when it cannot be read or is not a mapping of keys to values
     */
    static Map<String, Entry> read(Path file) {
        try (YAMLParser parser = new YAMLFactory().createParser(Files.readString(file))) {
            return new YamlFile(file, parser).document();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ConfigurationException(
                    file + ":" + line + ": this is not YAML: "
                            + String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("no reason given"),
                    e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    "there is no configuration " + file + ": make one with the line ‘spool: FOLDER’", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + " is not text in UTF-8: save it as that", e);
        } catch (IOException e) {
            throw new ConfigurationException("the configuration " + file + " cannot be read: " + e, e);
        }
    }

    private Map<String, Entry> document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return entries;
        }
        if (first != JsonToken.START_OBJECT) {
            throw wrong("a configuration is lines of ‘key: value’");
        }
        group("");
        if (parser.nextToken() != null) {
            throw wrong("a configuration is one document: take out what follows ‘---’");
        }
        return entries;
    }

    private void group(String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            int line = line();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                group(key + ".");
            } else {
                String text = value == JsonToken.START_ARRAY ? list() : scalar(value);
                Entry before = entries.putIfAbsent(key, new Entry(text, line));
                if (before != null) {
                    throw wrong("‘" + key + "’ stands in line " + before.line() + " too: take one of them out");
                }
            }
        }
    }

    private String list() throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            texts.add(scalar(token));
        }
        return String.join(", ", texts);
    }

    private String scalar(JsonToken token) throws IOException {
        if (parser.isCurrentAlias()) {
            throw wrong("references to anchors are not taken here: write the value out");
        }
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (!token.isScalarValue()) {
            throw wrong("a list holds plain values only");
        }
        return parser.getText();
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private ConfigurationException wrong(String sentence) {
        return new ConfigurationException(file + ":" + line() + ": " + sentence);
    }
}
