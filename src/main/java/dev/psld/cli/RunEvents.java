package dev.psld.cli;

import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.restore.PhotoTask;
import dev.psld.restore.RestoredPhoto;
import dev.psld.restore.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Tells what happens in a run as events, and counts how its photos end. Used by the run's thread. */
final class RunEvents implements RunListener {
    private final Batch batch;
    private final Listener listener;

    RunEvents(Batch batch, Listener listener) {
        this.batch = batch;
        this.listener = listener;
    }

    @Override
    public void started(PhotoTask task, int steps, List<String> remarks) {
        listener.tell(new Event.Started(task.names().input(), task.word(), steps));
        remarks.forEach(sentence -> remark(task, sentence));
    }

    @Override
    public void remark(String sentence) {
        listener.tell(new Event.Remark("", sentence));
    }

    @Override
    public void remark(PhotoTask task, String sentence) {
        listener.tell(new Event.Remark(task.names().input(), sentence));
    }

    @Override
    public void step(PhotoTask task, int step, int steps, OptionalDouble residual) {
        listener.tell(new Event.Step(task.names().input(), step, steps, residual));
    }

    @Override
    public void preview(PhotoTask task, int step, Path file) {
        listener.tell(new Event.Preview(task.names().input(), step, file.toString()));
    }

    @Override
    public void finished(PhotoTask task, RestoredPhoto photo) {
        List<String> files = new ArrayList<>(List.of(photo.picture().toString()));
        photo.sidecars().forEach(file -> files.add(file.toString()));
        batch.finished(new Event.Finished(task.names().input(), files, photo.residual(), photo.seconds()));
    }

    @Override
    public void failed(PhotoTask task, Throwable thrown) {
        batch.failed(task.file(), thrown);
    }
}
