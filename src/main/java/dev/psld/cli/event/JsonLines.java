package dev.psld.cli.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Writes events as NDJSON: one object a line, flushed at once. Not thread-safe; the writer stays the caller's. */
public final class JsonLines implements Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

    private final PrintWriter out;

    public JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void tell(Event event) {
        line(event);
    }

    /** Writes any record as one line. */
    public void line(Object value) {
        try {
            out.println(MAPPER.writeValueAsString(value));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
