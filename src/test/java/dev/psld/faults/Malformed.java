package dev.psld.faults;

import dev.psld.picture.Bomb;
import dev.psld.picture.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a hundred inputs of an inbox that cannot be worked with, each wrong in its own way. Stateless. */
final class Malformed {
    private Malformed() {}

    /** Settings that a job's JSON file must not get away with. */
    private static final List<String> SETTINGS = List.of(
            "",
            "{",
            "[]",
            "null",
            "42",
            "\"steps\"",
            "{\"stepz\": 5}",
            "{\"steps\": \"many\"}",
            "{\"steps\": -1}",
            "{\"steps\": 0}",
            "{\"steps\": 1e99}",
            "{\"steps\": 2.5}",
            "{\"steps\": 1000000}",
            "{\"gamma\": -1}",
            "{\"gamma\": NaN}",
            "{\"omega\": \"∞\"}",
            "{\"omega\": 1e300}",
            "{\"sigmaY\": -0.1}",
            "{\"samples\": 0}",
            "{\"samples\": 1000000000}",
            "{\"seed\": 1e40}",
            "{\"seed\": {}}",
            "{\"method\": \"magic\"}",
            "{\"maskInverted\": \"perhaps\"}",
            "{\"model\": \"no-such-model\"}",
            "{\"model\": \"../../..\"}",
            "{\"steps\": 5} {\"steps\": 6}",
            "\u0000\u0001\u0002",
            "[".repeat(100_000));

    /**
     * Drops all of them.
     *
     * @param inbox of a spool
     * @return what lies in the inbox now and has to come out as a failure: paths below it
     */
    static List<String> drop(Path inbox) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] jpeg = Files.readAllBytes(Fixtures.file("smooth.jpg"));
        byte[] png = Files.readAllBytes(Fixtures.file("smooth.png"));
        byte[] tiff = Files.readAllBytes(Fixtures.file("wide.tif"));
        byte[] cmyk = Files.readAllBytes(Fixtures.file("cmyk.jpg"));
        byte[] webp = Files.readAllBytes(Fixtures.file("smooth.webp"));
        for (int percent = 5; percent < 95; percent += 12) {
            files.put("denoise/cut" + percent + ".jpg", cut(jpeg, percent));
            files.put("sr4/cut" + percent + ".png", cut(png, percent));
            files.put("denoise/cut" + percent + ".tif", cut(tiff, percent));
            files.put("denoise/cut" + percent + ".webp", cut(webp, percent));
            files.put("denoise/cmyk" + percent + ".jpeg", cut(cmyk, percent));
        }
        for (String extension : List.of("png", "jpg", "jpeg", "webp", "tif", "tiff")) {
            files.put("denoise/empty." + extension, new byte[0]);
        }
        files.put("denoise/text.jpg", text("not a picture"));
        files.put("denoise/page.png", text("%PDF-1.7"));
        files.put("denoise/archive.tif", text("PK\u0003\u0004rest"));
        files.put("denoise/drawing.webp", text("<svg xmlns=''/>"));
        files.put("denoise/animated.png", Files.readAllBytes(Fixtures.file("animated.gif")));
        files.put("denoise/animated.webp", Files.readAllBytes(Fixtures.file("animated.webp")));
        files.put("denoise/bitmap.jpg", Files.readAllBytes(Fixtures.file("picture.bmp")));
        files.put("denoise/program.exe", text("MZ"));
        files.put("denoise/notes.txt", text("buy milk"));
        files.put("denoise/photo.jpg.exe", jpeg);
        files.put("denoise/noextension", jpeg);
        files.put("denoise/bomb.png", Bomb.png(60_000, 60_000));
        files.put("denoise/wide.png", Bomb.png(Integer.MAX_VALUE, 1));
        files.put("denoise/100megapixels.png", Bomb.png(10_000, 10_000));
        files.put("sr4/tall bomb.png", Bomb.png(1, 2_000_000_000));
        files.put("denoise/line\nbreak.jpg", text("x"));
        files.put("denoise/\uD83D\uDCF7 \uD83D\uDE00.jpg", text("x"));
        files.put("denoise/" + "n".repeat(251) + ".jpg", text("x"));
        files.put("denoise/ÄÖ ü.JPG", text("x"));
        files.put("denoise/'\"`$(reboot);&.png", text("x"));
        files.put("denoise/-rf.png", text("x"));
        files.put("inpaint/nomask.jpg", jpeg);
        files.put("inpaint/badmask.jpg", jpeg);
        files.put("inpaint/badmask.mask.png", text("no mask"));
        files.put("inpaint/othersize.jpg", jpeg);
        files.put("inpaint/othersize.mask.png", Bomb.png(3, 3));
        files.put("inpaint/alone.mask.png", png);
        files.put("deblur-motion/nokernel.jpg", jpeg);
        files.put("deblur-motion/alone.kernel.png", png);
        files.put("custom/nooperator.png", png);
        files.put("no-such-task/photo.png", png);
        files.put("loose.png", png);
        for (int i = 0; i < SETTINGS.size(); i++) {
            files.put("denoise/settings" + i + ".png", png);
            files.put("denoise/settings" + i + ".png.json", text(SETTINGS.get(i)));
        }
        files.put("denoise/nothing.png.json", text("{\"steps\": 5}"));
        write(inbox, files);
        List<String> wrong = new ArrayList<>(files.keySet());
        wrong.removeIf(name -> name.contains("/settings") && name.endsWith(".json"));
        wrong.removeAll(List.of("inpaint/badmask.mask.png", "inpaint/othersize.mask.png"));
        wrong.addAll(places(inbox));
        return wrong;
    }

    /** A good JPEG whose EXIF directory says that the next directory is itself. */
    static byte[] exifLoop() throws IOException {
        byte[] jpeg = Files.readAllBytes(Fixtures.file("smooth.jpg"));
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0, // segment of 34 bytes
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0, // little-endian, first directory at 8
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            1,
            0,
            0,
            0, // one entry: upright
            8,
            0,
            0,
            0 // the next directory: at 8 again
        };
        byte[] all = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(jpeg, 2, all, 2 + exif.length, jpeg.length - 2);
        return all;
    }

    /** What is no file. */
    private static List<String> places(Path inbox) throws IOException {
        Files.createDirectories(inbox.resolve("denoise/folder.jpg"));
        Files.createDirectories(inbox.resolve("sr4/full.png/inner"));
        Files.write(inbox.resolve("sr4/full.png/inner/photo.png"), text("x"));
        Files.createSymbolicLink(inbox.resolve("denoise/outside.png"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(inbox.resolve("denoise/dangling.png"), Path.of("nowhere.png"));
        Files.createSymbolicLink(inbox.resolve("denoise/itself.png"), Path.of("itself.png"));
        List<String> made = new ArrayList<>(List.of(
                "denoise/folder.jpg",
                "sr4/full.png",
                "denoise/outside.png",
                "denoise/dangling.png",
                "denoise/itself.png"));
        Path secret = Files.write(inbox.resolve("denoise/secret.png"), text("x"));
        Files.setPosixFilePermissions(secret, Set.of());
        made.add("denoise/secret.png"); // for root it is no picture
        if (fifo(inbox.resolve("denoise/pipe.png"))) {
            made.add("denoise/pipe.png");
        }
        return made;
    }

    /** Reading a pipe that nobody writes to never ends. */
    private static boolean fifo(Path path) throws IOException {
        try {
            return new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void write(Path inbox, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = inbox.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static byte[] cut(byte[] whole, int percent) {
        return Arrays.copyOf(whole, whole.length * percent / 100);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
