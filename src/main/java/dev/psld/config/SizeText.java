package dev.psld.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 500MB} is 500 000 000, {@code 2GiB} is 2·2³⁰. Stateless. */
public final class SizeText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([kKMGT]B|[KMG]iB|B)");
    private static final Map<String, Long> BYTES = new LinkedHashMap<>();

    static {
        BYTES.put("TB", 1_000_000_000_000L);
        BYTES.put("GiB", 1L << 30);
        BYTES.put("GB", 1_000_000_000L);
        BYTES.put("MiB", 1L << 20);
        BYTES.put("MB", 1_000_000L);
        BYTES.put("KiB", 1L << 10);
        BYTES.put("kB", 1_000L);
        BYTES.put("B", 1L);
    }

    private SizeText() {}

    /** The bytes that this text means; empty where it is no size. */
    public static Optional<Long> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        long unit = BYTES.getOrDefault(matcher.group(2).replace("KB", "kB"), 1L);
        return count <= Long.MAX_VALUE / unit ? Optional.of(count * unit) : Optional.empty();
    }

    /** In the largest unit that needs no fraction. */
    static String show(long bytes) {
        for (Map.Entry<String, Long> unit : BYTES.entrySet()) {
            if (bytes >= unit.getValue() && bytes % unit.getValue() == 0) {
                return bytes / unit.getValue() + unit.getKey();
            }
        }
        return bytes + "B";
    }
}
