package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** A branch by a computed condition: the pullback of the branch that is taken, and zeros for what only the other one uses. */
final class IfRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("If");
    }

    @Override
    public void pull(Pullback p) {
        p.pullBranches();
    }
}
