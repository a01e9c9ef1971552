package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Cropped or padded about the middle: ȳ padded where x was cropped, and cropped where it was padded. */
final class CenterCropPadRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("CenterCropPad");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        long[] before = new long[rank];
        long[] after = new long[rank];
        for (int i = 0; i < rank; i++) {
            // Of an odd difference the smaller half lies in front.
            long more = p.xShape().dim(i) - p.yShape().dim(i);
            before[i] = more / 2;
            after[i] = more - before[i];
        }
        p.accumulate(0, p.pad(p.cotangent(), p.yShape(), before, after));
    }
}
