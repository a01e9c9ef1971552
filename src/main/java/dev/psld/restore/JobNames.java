package dev.psld.restore;

import dev.psld.job.RestoreRequest;
import dev.psld.restore.photo.Companions;
import dev.psld.restore.photo.ShownNames;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** What the files of a job are called: as its user knows them, not as the copies that are worked on. Immutable. */
record JobNames(RestoreRequest request) implements ShownNames {
    @Override
    public String input() {
        return request.name();
    }

    @Override
    public String output(Path written) {
        int inner = Companions.stem(request.photo()).length();
        return request.stem() + String.valueOf(written.getFileName()).substring(inner);
    }

    @Override
    public String shown(Path file) {
        if (file.equals(request.photo())) {
            return request.name();
        }
        boolean beside = Objects.equals(file.getParent(), request.photo().getParent());
        return beside ? request.task() + "/" + output(file) : file.toString();
    }

    @Override
    public Optional<String> remark() {
        return request.remark();
    }

    @Override
    public boolean takesOptions() {
        return false;
    }
}
