package dev.psld.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What there is to restore. Immutable.
 *
 * @param name of the photo as its owner knows it, such as {@code sr4/holiday.jpg}, printable
 * @param stem of the result's name
 * @param photo where it lies now; its companions are read from where they are said to be, and nowhere else
 * @param remark for the report, of the queue
 * @param checkpoint folder for what lets the work go on after a stop
 * @param view folder for what is shown to those who follow the job, there as long as somebody does
 * @param staging folder for the results
 */
public record RestoreRequest(
        String name,
        String stem,
        String task,
        Path photo,
        Optional<Path> mask,
        Optional<Path> kernel,
        JobSettings settings,
        Optional<String> remark,
        Path checkpoint,
        Path view,
        Path staging) {

    /** The mask as its owner knows it, for messages. */
    public String maskName() {
        return task + "/" + Printable.of(stem) + ".mask.png";
    }

    /** The kernel as its owner knows it, for messages. */
    public String kernelName() {
        return task + "/" + Printable.of(stem) + ".kernel.png";
    }
}
