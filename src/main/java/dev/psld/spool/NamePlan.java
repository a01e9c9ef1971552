package dev.psld.spool;

import java.util.List;

/**
 * Which files of a claim get which names, written before the first of them does. Immutable.
 *
 * @param stem bytes of the photo's name without its suffix, one per char
 * @param number 1 for the plain name, 2 for {@code photo-2…} and so on
 * @param parts in the order in which they are named
 */
record NamePlan(String stem, int number, List<Part> parts) {

    /**
     * One file.
     *
     * @param from its path in the claim's folder
     * @param suffix what follows the stem in its name
     */
    record Part(String from, String suffix) {}

    /** The stem is cut when the longest name of the set would not fit otherwise, so that all begin alike. */
    RawName name(Part part) {
        String tail = number == 1 ? "" : "-" + number;
        int longest = parts.stream().mapToInt(p -> p.suffix().length()).max().orElse(0);
        return new RawName(RawName.cut(stem, RawName.LONGEST - longest - tail.length()) + tail + part.suffix());
    }

    NamePlan next() {
        return numbered(number + 1);
    }

    NamePlan numbered(int other) {
        return new NamePlan(stem, other, parts);
    }
}
