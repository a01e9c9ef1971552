package dev.psld.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.cli.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.PointerInput.Kind;

/** What a person does on the page, in a real browser, with a real model behind it. */
@Tag("slow")
class BrowserTest {
    /** Steps that take some ten seconds, so that what is looked at meanwhile is still in work. */
    private static final int LONG = 400;

    @TempDir
    static Path folder;

    private static PageProcess page;
    private static Browser browser;

    @BeforeAll
    static void begin() throws IOException {
        page = new PageProcess(folder.resolve("spool"), 0, folder.resolve("web.log"));
        browser = new Browser();
    }

    @AfterAll
    static void end() {
        browser.close();
        page.close();
    }

    @BeforeEach
    void open() {
        browser.errors();
        browser.hosts();
        browser.open(page.url());
    }

    @AfterEach
    void nothing_was_complained_of_and_nobody_else_was_asked() {
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.hosts()).allMatch(host -> host.equals("127.0.0.1:" + page.port()));
    }

    private static byte[] bytes(String path) throws IOException {
        try (InputStream in = URI.create(page.url()).resolve(path).toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    private static JsonNode json(String path) throws IOException {
        return new ObjectMapper().readTree(bytes(path));
    }

    private static String chosen() {
        return String.valueOf(browser.script("return location.hash")).replace("#job=", "");
    }

    private static void sample(String name) {
        browser.click("[data-sample=\"" + name + "\"]");
        browser.await("the photo is open", () -> browser.text("#photo-facts").startsWith(name));
        browser.await("its plan is known", () -> browser.text("#eta").startsWith("takes about"));
    }

    /** By real keys, as a person moves a slider without a mouse. */
    private static void slide(String name, Keys way, int times) {
        WebElement slider = browser.one("#slider-" + name);
        browser.script("arguments[0].scrollIntoView({block: 'center'})", slider);
        for (int n = 0; n < times; n++) {
            slider.sendKeys(way);
        }
    }

    private static void type(String name, int value) {
        browser.one("#slider-" + name + "-number")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), Integer.toString(value), Keys.TAB);
        assertThat(slider(name)).isEqualTo(value);
    }

    private static double slider(String name) {
        return browser.number("Number(document.getElementById('slider-" + name + "').value)");
    }

    private static void state(String word) {
        String id = chosen();
        browser.await(
                id + " is " + word,
                () -> json("/api/jobs/" + id).path("state").asText().equals(word)
                        && browser.text("#job-title").contains(word.equals("working") ? "step" : word));
    }

    @Test
    void what_is_painted_and_slid_is_restored_as_the_command_line_does_it() throws Exception {
        sample("portrait1.png");
        assertThat(browser.one("#run").isEnabled()).isFalse(); // nothing is marked
        browser.draw(Kind.MOUSE, 0.45, 0.45, 0.55, 0.5, 0.5, 0.6);
        assertThat(browser.marked()).isGreaterThan(20);
        assertThat(slider("steps")).isEqualTo(25);
        slide("steps", Keys.ARROW_LEFT, 10);
        slide("gamma", Keys.ARROW_RIGHT, 7);
        slide("featherSize", Keys.ARROW_RIGHT, 6);
        slide("featherSigma", Keys.ARROW_RIGHT, 15);
        slide("omega", Keys.ARROW_LEFT, 2);
        assertThat(slider("steps")).isEqualTo(15);
        assertThat(slider("gamma")).isEqualTo(0.107);
        assertThat(slider("featherSize")).isEqualTo(6);
        assertThat(browser.number("Number(document.getElementById('slider-featherSize-number').value)"))
                .as("even sizes snap")
                .isEqualTo(7);
        assertThat(slider("featherSigma")).isEqualTo(1.5);
        assertThat(slider("omega")).isEqualTo(0.08);
        browser.click("#run");
        browser.await("it is in the queue", () -> !chosen().isEmpty());
        state("done");
        String id = chosen();
        byte[] shown = bytes(browser.href("#download"));
        Path photo = Files.write(folder.resolve("portrait1.png"), bytes("/api/jobs/" + id + "/photo"));
        assertThat(photo).hasSameBinaryContentAs(Path.of("samples/portraits/portrait1.png"));
        Path mask = Files.write(folder.resolve("mask.png"), bytes("/api/jobs/" + id + "/mask"));
        assertThat(white(mask)).isEqualTo(browser.marked());
        Path out = folder.resolve("portrait1-restored.png");
        PageProcess.run(
                folder.resolve("restore.log"),
                "restore",
                photo.toString(),
                "-o",
                out.toString(),
                "--task",
                "inpaint",
                "--mask",
                mask.toString(),
                "--steps=15",
                "--gamma=0.107",
                "--omega=0.08",
                "--feather-size=6",
                "--feather-sigma=1.5",
                "--seed=42");
        assertThat(out).hasBinaryContent(shown);
        JsonNode report = json(browser.href("#report"));
        assertThat(report.path("settings").path("gamma").asDouble()).isEqualTo(0.107);
        browser.one("#edge").sendKeys(Keys.HOME);
        assertThat(browser.script("return document.querySelector('.compare').style.getPropertyValue('--cut')"))
                .isEqualTo("0%");
    }

    private static int white(Path mask) throws IOException {
        BufferedImage image = Objects.requireNonNull(ImageIO.read(mask.toFile()));
        int white = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                white += (image.getRGB(x, y) & 0xff) > 127 ? 1 : 0;
            }
        }
        return white;
    }

    @Test
    void all_tools_paint_with_mouse_pen_finger_and_keys_and_are_undone() {
        sample("portrait2.png");
        browser.draw(Kind.MOUSE, 0.45, 0.4, 0.55, 0.4);
        int brush = browser.marked();
        assertThat(brush).isGreaterThan(15);
        browser.draw(Kind.TOUCH, 0.45, 0.6, 0.55, 0.6);
        int finger = browser.marked();
        assertThat(finger).isGreaterThan(brush);
        browser.draw(Kind.PEN, 0.45, 0.8, 0.55, 0.8);
        int pen = browser.marked();
        assertThat(pen).isGreaterThan(finger);
        browser.click("[data-tool=eraser]");
        browser.draw(Kind.MOUSE, 0.45, 0.8, 0.55, 0.8);
        int erased = browser.marked();
        assertThat(erased).isLessThan(pen);
        browser.click("[data-tool=rectangle]");
        browser.draw(Kind.MOUSE, 0.4, 0.1, 0.6, 0.3);
        int rectangle = browser.marked();
        assertThat(rectangle).isGreaterThan(erased);
        browser.click("[data-tool=lasso]");
        browser.draw(Kind.MOUSE, 0.4, 0.85, 0.6, 0.85, 0.6, 0.97, 0.4, 0.97);
        int lasso = browser.marked();
        assertThat(lasso).isGreaterThan(rectangle);
        browser.click("#undo");
        assertThat(browser.marked()).isEqualTo(rectangle);
        browser.one("#overlay").sendKeys(Keys.chord(Keys.CONTROL, "z"));
        assertThat(browser.marked()).isEqualTo(erased);
        browser.one("#overlay").sendKeys(Keys.chord(Keys.CONTROL, Keys.SHIFT, "z"));
        browser.click("#redo");
        assertThat(browser.marked()).isEqualTo(lasso);
        browser.click("#invert");
        assertThat(browser.marked()).isEqualTo(64 * 64 - lasso);
        browser.one("#overlay").sendKeys("i");
        assertThat(browser.marked()).isEqualTo(lasso);
        browser.one("#overlay").sendKeys(Keys.DELETE);
        assertThat(browser.marked()).isZero();
        WebElement stage = browser.one("#overlay");
        stage.sendKeys("b");
        stage.sendKeys(Keys.ENTER);
        int dab = browser.marked();
        assertThat(dab).isBetween(4, 40);
        stage.sendKeys("p", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, "p");
        assertThat(browser.marked()).isGreaterThan(dab);
        stage.sendKeys(Keys.chord(Keys.CONTROL, "z"));
        assertThat(browser.marked()).isEqualTo(dab);
        browser.click("#keys summary");
        browser.click("#clear");
        browser.click("#numbers button");
        assertThat(browser.marked()).isEqualTo(16 * 16);
    }

    @Test
    void a_photo_lies_as_it_was_held_and_a_mask_can_be_loaded() throws IOException {
        sample("portrait3.png");
        Path mask = folder.resolve("half.png");
        BufferedImage half = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 32; i++) {
            half.setRGB(i % 64, i / 64, 0xffffffff);
        }
        ImageIO.write(half, "png", mask.toFile());
        browser.one("#mask-file").sendKeys(mask.toString());
        browser.await("the mask is loaded", () -> browser.marked() == 64 * 32);
        Path turned = Path.of("src/test/resources/pictures/orientation6.jpg").toAbsolutePath();
        browser.one("#file").sendKeys(turned.toString()); // its samples lie as 64×96
        browser.await("it is upright", () -> browser.text("#photo-facts").startsWith("orientation6.jpg: 96×64"));
        assertThat(browser.number("window.psld.stage.mask.width")).isEqualTo(96);
    }

    @Test
    void a_job_in_work_is_followed_and_cancelled_at_once() throws IOException {
        sample("portrait1.png");
        browser.draw(Kind.MOUSE, 0.45, 0.45, 0.55, 0.5);
        slide("steps", Keys.END, 1);
        assertThat(slider("steps")).isEqualTo(1000);
        browser.click("#run");
        browser.await("it has begun", () -> browser.text("#progress-line").contains("of 1000"));
        browser.await(
                "the preview", () -> !browser.find("#preview:not([hidden])").isEmpty());
        browser.await("the curve", () -> !browser.find("#curve polyline").isEmpty());
        long began = System.nanoTime();
        browser.click("#cancel");
        state("cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(browser.text("#job-body")).contains("It was cancelled.");
    }

    @Test
    void a_page_that_is_loaded_again_and_a_second_tab_show_the_same_job() throws IOException {
        sample("portrait1.png");
        browser.draw(Kind.MOUSE, 0.45, 0.45, 0.55, 0.5);
        type("steps", LONG);
        browser.click("#run");
        browser.await("it has begun", () -> browser.text("#progress-line").contains("of " + LONG));
        String id = chosen();
        browser.reload();
        browser.await("it is shown again", () -> browser.text("#progress-line").contains("of " + LONG));
        assertThat(chosen()).isEqualTo(id);
        String first = browser.driver().getWindowHandle();
        browser.tab(page.url() + "#job=" + id);
        browser.await(
                "it is in the other tab", () -> browser.text("#progress-line").contains("of " + LONG));
        state("done");
        browser.driver().close();
        browser.driver().switchTo().window(first);
        state("done");
        browser.click("#again");
        browser.await("another job", () -> !chosen().equals(id));
        state("done");
        browser.await(
                "both are side by side", () -> browser.find(".pair figure").size() == 1);
        browser.click("#use");
        browser.await(
                "the result is the photo", () -> browser.text("#photo-facts").startsWith("portrait1.png: 64×64"));
    }

    @Test
    void a_job_that_failed_says_why_and_is_tried_again() throws Exception {
        Path photo = Pictures.write(folder.resolve("bare.png"), 64, 64);
        String id = submitted("inpaint", photo);
        browser.await(
                "it is in the gallery",
                () -> browser.text("[data-job=\"" + id + "\"]").contains("failed"));
        assertThat(browser.text("[data-job=\"" + id + "\"] .reason")).contains("Nothing says what");
        browser.click("[data-job=\"" + id + "\"] button");
        assertThat(browser.text("#job-body .reason")).contains("Nothing says what");
        browser.click("#retry");
        browser.await("it is another job", () -> !chosen().equals(id));
        state("failed");
    }

    private static String submitted(String task, Path photo) throws Exception {
        byte[] form = ServedSpool.form(Map.of("task", task, "photo", photo), "bare.png");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(page.url() + "api/jobs"))
                                .header("Content-Type", "multipart/form-data; boundary=b-o-u-n-d")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).path("id").asText();
    }

    @Test
    void everybody_can_use_it_in_the_light_and_in_the_dark() throws IOException {
        sample("portrait1.png");
        browser.draw(Kind.MOUSE, 0.45, 0.45, 0.55, 0.5);
        browser.click("#keys summary");
        browser.click("#advanced summary");
        String axe;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/axe.min.js"))) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String scheme : List.of("light", "dark")) {
            browser.prefers(scheme);
            browser.script(axe);
            Object found = browser.driver()
                    .executeAsyncScript(
                            "const done = arguments[arguments.length - 1]; axe.run().then((r) => done(JSON.stringify("
                                    + "r.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html).slice(0, 3)]))))");
            assertThat(String.valueOf(found)).as(scheme).doesNotContain("\"serious\"", "\"critical\"");
        }
        browser.prefers("light");
    }

    @Test
    void the_page_is_light_and_is_there_at_once() {
        double paint = Double.MAX_VALUE;
        for (int n = 0; n < 5; n++) {
            browser.open(page.url());
            paint = Math.min(
                    paint, browser.number("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        }
        assertThat(paint).isLessThan(300);
        browser.driver().executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        browser.open(page.url());
        double weight = browser.number("performance.getEntries().filter((e) => e.transferSize)"
                + ".reduce((sum, e) => sum + e.transferSize, 0)");
        browser.driver().executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", false));
        System.out.printf("first paint after %.0f ms, %.0f bytes%n", paint, weight);
        assertThat(weight).isBetween(20_000.0, 300_000.0);
    }

    /** The median of what lies between two frames, in the best of some strokes: other programs may want the processor too. */
    @Test
    void a_photo_of_24_megapixels_is_painted_thirty_times_a_second() throws IOException {
        Path large = folder.resolve("large.jpg");
        BufferedImage image = new BufferedImage(6000, 4000, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 6000 * 4000; i++) {
            int x = i % 6000;
            int y = i / 6000;
            image.setRGB(x, y, (((x >> 4) & 0xff) << 16) | (((y >> 4) & 0xff) << 8) | ((x ^ y) & 0xff));
        }
        ImageIO.write(image, "jpg", large.toFile());
        browser.one("#file").sendKeys(large.toString());
        browser.await("it is open", () -> browser.text("#photo-facts").contains("6000×4000, 24.0 megapixels"));
        double best = Double.MAX_VALUE;
        for (int n = 0; n < 4; n++) {
            browser.script("window.psld.stage.frames.length = 0");
            browser.draw(
                    Kind.MOUSE,
                    0.3,
                    0.2 + n * 0.1,
                    0.7,
                    0.25 + n * 0.1,
                    0.3,
                    0.3 + n * 0.1,
                    0.7,
                    0.35 + n * 0.1,
                    0.3,
                    0.4 + n * 0.1,
                    0.7,
                    0.45 + n * 0.1,
                    0.3,
                    0.2 + n * 0.1,
                    0.7,
                    0.3 + n * 0.1,
                    0.4,
                    0.5);
            best = Math.min(
                    best,
                    browser.number("(() => { const f = window.psld.stage.frames;"
                            + " const gaps = f.slice(1).map((t, i) => t - f[i]).sort((a, b) => a - b);"
                            + " return gaps.length > 5 ? gaps[gaps.length >> 1] : 1e9; })()"));
        }
        System.out.printf("24 megapixels: a frame every %.1f ms%n", best);
        assertThat(best).isLessThan(1000.0 / 30);
        assertThat(browser.marked()).isGreaterThan(100_000);
    }

    @Test
    void it_fits_a_phone_a_laptop_and_a_large_screen() throws IOException {
        sample("portrait1.png");
        browser.draw(Kind.MOUSE, 0.45, 0.42, 0.55, 0.42);
        browser.click("#run");
        browser.await("it is in the queue", () -> !chosen().isEmpty());
        state("done");
        for (int[] size : new int[][] {{390, 844}, {1366, 900}, {3840, 2160}}) {
            browser.size(size[0], size[1]);
            browser.script("window.scrollTo(0, 0)");
            browser.await("it is drawn", () -> browser.number("window.psld.stage.base.width") > 100);
            assertThat(browser.number("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as("nothing sticks out at %d", size[0])
                    .isLessThanOrEqualTo(0);
            browser.photograph("page-" + size[0]);
            browser.script("document.getElementById('job').scrollIntoView()");
            browser.photograph("result-" + size[0]);
        }
        browser.size(1366, 900);
    }

    @Test
    void a_server_that_is_killed_and_started_again_goes_on_and_the_page_with_it() throws IOException {
        Path spool = folder.resolve("other");
        try (PageProcess first = new PageProcess(spool, 0, folder.resolve("first.log"))) {
            browser.open(first.url());
            sample("portrait1.png");
            browser.draw(Kind.MOUSE, 0.45, 0.45, 0.55, 0.5);
            type("steps", LONG);
            browser.click("#run");
            browser.await(
                    "it is on its way", () -> browser.number("Number(document.querySelector('progress').value)") > 0.1);
            first.kill();
            browser.await("the page says so", () -> browser.text("#agents").contains("does not answer"));
            try (PageProcess second = new PageProcess(spool, first.port(), folder.resolve("second.log"))) {
                browser.await("it is done", () -> browser.text("#job-title").contains("done"));
                assertThat(second.log()).contains("goes on from step");
            }
        } finally {
            browser.open(page.url());
            browser.errors(); // that nobody answered
            browser.hosts();
        }
    }

    @Test
    void a_page_with_a_token_asks_for_it() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "t0k3n-".repeat(8));
        try (PageProcess locked =
                new PageProcess(folder.resolve("locked"), 0, folder.resolve("locked.log"), "web.token-file=" + token)) {
            browser.open(locked.url());
            WebElement field = browser.one("#token");
            field.sendKeys("wrong", Keys.ENTER);
            browser.await("it is refused", () -> browser.text("#trouble").contains("not the token"));
            field.clear();
            field.sendKeys("t0k3n-".repeat(8), Keys.ENTER);
            browser.await("it is let in", () -> !browser.find("#task option").isEmpty());
            browser.reload();
        } finally {
            browser.open(page.url());
            browser.errors(); // that the wrong one was refused
            browser.hosts();
        }
    }

    @Test
    void what_is_downloaded_as_a_mask_is_what_is_uploaded() throws IOException {
        sample("portrait2.png");
        browser.draw(Kind.MOUSE, 0.45, 0.45, 0.6, 0.6);
        Object png = browser.driver()
                .executeAsyncScript("const done = arguments[0];"
                        + "import('/app/png.js').then(({ maskPng }) => maskPng(window.psld.stage.mask))"
                        + ".then((blob) => blob.arrayBuffer())"
                        + ".then((buffer) => done(Array.from(new Uint8Array(buffer))))");
        List<?> numbers = (List<?>) Objects.requireNonNull(png);
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ((Number) numbers.get(i)).byteValue();
        }
        BufferedImage read = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
        assertThat(read.getWidth()).isEqualTo(64);
        assertThat(read.getColorModel().getPixelSize()).isEqualTo(1);
        assertThat(white(Files.write(folder.resolve("saved.png"), bytes))).isEqualTo(browser.marked());
    }
}
