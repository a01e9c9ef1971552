package dev.psld.picture.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which page of a TIFF is the picture: the first that is no preview and no mask. Stateless. */
final class TiffPages {
    private static final int SUB_DIRECTORIES = 330;
    private static final int DNG_VERSION = 50706;

    private TiffPages() {}

    /** @param remarks is told about other pages */
    static TiffPage choose(TiffStructure tiff, List<String> remarks) {
        List<TiffStructure.Directory> directories = tiff.directories();
        if (directories.isEmpty()) {
            throw UndecodableException.damaged("it has no page");
        }
        if (directories.get(0).field(DNG_VERSION).isPresent()) {
            throw UndecodableException.unread("a raw photo (DNG)", "develop it and save it as a TIFF, PNG or JPEG");
        }
        List<TiffPage> pages = new ArrayList<>();
        int previews = 0;
        for (int i = 0; i < directories.size(); i++) {
            try {
                TiffPage page = TiffPage.of(tiff, directories.get(i), i);
                if (page.secondary(tiff)) {
                    previews++;
                    below(tiff, directories.get(i)).ifPresent(pages::add);
                } else {
                    pages.add(page);
                }
            } catch (UndecodableException e) { // which is no matter where it is not the page that is read
                if (pages.isEmpty()) {
                    throw e;
                }
            }
        }
        if (pages.isEmpty()) {
            return TiffPage.of(tiff, directories.get(0), 0); // there is nothing but what calls itself a preview
        }
        if (pages.get(0).index() != 0 && previews > 0) {
            remarks.add("its first page is a preview: the picture behind it was read");
        }
        if (pages.size() > 1) {
            remarks.add("only the first of its " + pages.size() + " pages was read");
        }
        return pages.get(0);
    }

    /** The full picture of which a page is a preview, where it lies below it. */
    private static Optional<TiffPage> below(TiffStructure tiff, TiffStructure.Directory preview) {
        long[] offsets = preview.field(SUB_DIRECTORIES).map(tiff::longs).orElse(new long[0]);
        for (int i = 0; i < Math.min(offsets.length, 16); i++) {
            TiffPage page = TiffPage.of(tiff, tiff.directory(offsets[i]), -1);
            if (!page.secondary(tiff)) {
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    /** A kind of colour by the number of tag 262. */
    static String colours(int photometric) {
        return switch (photometric) {
            case -1 -> "colours that it does not name";
            case 4 -> "the form of a mask";
            case 6 -> "YCbCr of more than 8 bits";
            case 8, 9, 10 -> "L*a*b* colours";
            case 32803 -> "the form of a raw photo (CFA)";
            case 34892 -> "the form of a raw photo (LinearRaw)";
            case 32844, 32845 -> "LogLuv colours";
            default -> "colours of the unknown kind " + photometric;
        };
    }
}
