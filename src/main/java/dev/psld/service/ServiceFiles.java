package dev.psld.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The files that systemd and the agent read, for one target: those in systemd/ and config/ with its folders and user. Stateless. */
final class ServiceFiles {
    private ServiceFiles() {}

    /** All of them; those of the configuration stay as they are where they are there already. */
    static List<InstalledFile> of(Target target) {
        List<InstalledFile> items = new ArrayList<>();
        items.add(InstalledFile.text(Target.UNIT, unit(target)));
        if (target.jetson()) {
            items.add(InstalledFile.text(Target.DROP_IN, shipped("systemd/psld.service.d/jetson.conf")));
        }
        items.add(InstalledFile.text(Target.SYSUSERS, sysusers(target)));
        items.add(InstalledFile.text(Target.TMPFILES, tmpfiles(target)));
        items.add(InstalledFile.kept(Target.CONFIGURATION, configuration(target)));
        for (String profile : List.of("jetson.yaml", "workstation.yaml")) {
            items.add(InstalledFile.kept(Target.CONFIGURATION.resolveSibling(profile), shipped(profile)));
        }
        return items;
    }

    private static String unit(Target target) {
        String unit = shipped("systemd/psld.service")
                .replace("/opt/psld", target.prefix().toString())
                .replace("User=psld\nGroup=psld\n", "User=" + target.user() + "\nGroup=" + target.group() + "\n");
        if (target.spool().equals(Target.DEFAULT_SPOOL)) {
            return unit;
        }
        Path spool = target.spool();
        unit = unit.replace("RequiresMountsFor=/var/lib/psld\n", "RequiresMountsFor=" + spool + "\n")
                .replace("ReadWritePaths=-/var/lib/psld\n", "ReadWritePaths=-" + spool + "\n");
        // A home is hidden as a whole, and the one folder shown in it.
        return target.inHome()
                ? unit.replace(
                        "ProtectHome=yes\n",
                        "ProtectHome=tmpfs\nReadOnlyPaths=-/home -/root -/run/user\nBindPaths=-" + spool + "\n")
                : unit;
    }

    private static String sysusers(Target target) {
        return target.user().equals("psld")
                ? shipped("systemd/sysusers.d/psld.conf")
                : "# Made where it is not there yet.\nu " + target.user() + " - \"Photograph restoration\"\n";
    }

    /** Folders of our own get our permissions; those that people have already keep theirs. */
    private static String tmpfiles(Target target) {
        String owner = target.user() + " " + target.group() + " -\n";
        if (!target.spool().equals(Target.DEFAULT_SPOOL)) {
            return "# The folder of the photos, where it is not there yet.\nd " + target.spool()
                    + (target.user().equals("psld") ? " 2770 " : " - ") + owner;
        }
        return shipped("systemd/tmpfiles.d/psld.conf").replace("psld psld -\n", owner);
    }

    private static String configuration(Target target) {
        String text = shipped("agent.yaml")
                .replace("\nspool: " + Target.DEFAULT_SPOOL + "\n", "\nspool: " + target.spool() + "\n");
        return target.jetson() ? text.replace("\n#include: FILE\n", "\ninclude: jetson.yaml\n") : text;
    }

    private static String shipped(String name) {
        try (InputStream in = Objects.requireNonNull(ServiceFiles.class.getResourceAsStream("/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own " + name + " is damaged: build it again", e);
        }
    }
}
