package dev.psld.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on a hub, {@code hf:owner/name[@revision]}. Immutable.
 *
 * @param revision a branch, tag or commit
 */
public record HubName(String owner, String name, String revision) {
    private static final String PREFIX = "hf:";

    private static final Pattern FORM =
            Pattern.compile("hf:([A-Za-z0-9][\\w.-]*)/([A-Za-z0-9][\\w.-]*)(?:@([\\w./-]+))?");

    /** The model that a text means; empty for one that does not begin as such a name does. */
    public static Optional<HubName> of(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new DownloadException("“" + text + "” is no name of a model on the hub: give hf:OWNER/NAME or"
                    + " hf:OWNER/NAME@REVISION");
        }
        return Optional.of(new HubName(
                matcher.group(1),
                matcher.group(2),
                Optional.ofNullable(matcher.group(3)).orElse("main")));
    }

    /** {@code owner/name}. */
    public String repository() {
        return owner + "/" + name;
    }

    @Override
    public String toString() {
        return PREFIX + repository() + (revision.equals("main") ? "" : "@" + revision);
    }
}
