package dev.psld.cli.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.OptionalDouble;

/** Something that a verb tells while it works: the text and the NDJSON output come from the same records. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Event.Remark.class, name = "remark"),
    @JsonSubTypes.Type(value = Event.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Event.Preview.class, name = "preview"),
    @JsonSubTypes.Type(value = Event.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = Event.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Event.Summary.class, name = "summary")
})
public sealed interface Event {

    /** Work on an input began; steps is 0 where it has none. */
    record Started(String input, String task, int steps) implements Event {}

    /** Something that the reader should know about an input, or about the whole run when the input is empty. */
    record Remark(String input, String sentence) implements Event {}

    /** A step of an input ended; the residual is empty where nothing is measured. */
    record Step(String input, int step, int steps, OptionalDouble residual) implements Event {}

    /** An intermediate picture was written. */
    record Preview(String input, int step, String file) implements Event {}

    /** An input is done; files are all that was written, the picture first. */
    record Finished(String input, List<String> files, OptionalDouble residual, double seconds) implements Event {
        public Finished {
            files = List.copyOf(files);
        }
    }

    /** An input failed; the others go on. */
    record Failed(String input, String sentence, int exitCode) implements Event {}

    /** All inputs are through. */
    record Summary(int finished, int failed, double seconds) implements Event {}
}
