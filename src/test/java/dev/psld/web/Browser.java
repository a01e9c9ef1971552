package dev.psld.web;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, with nobody before it. Closing it ends the browser. */
final class Browser implements AutoCloseable {
    /** Events of a pointer between two places. */
    private static final int PARTS = 12;

    private final ChromeDriver driver;

    Browser(String... more) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium-browser").toString());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments("--no-first-run", "--disable-background-networking", "--force-device-scale-factor=1");
        options.addArguments(more);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .build();
        driver = new ChromeDriver(service, options);
        size(1366, 900);
    }

    private static Path program(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("/usr/bin")
                                .split(":", -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no " + names[0] + ": ./psld test installs it, or apt-get install chromium-driver"));
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void open(String url) {
        driver.get(url);
        await(
                "the page has started",
                () -> !find("#task option").isEmpty()
                        || !find("#sign-in:not([hidden])").isEmpty());
    }

    void reload() {
        driver.navigate().refresh();
        await("the page has started", () -> !find("#task option").isEmpty());
    }

    /** Another tab, which is looked at from now on. */
    void tab(String url) {
        driver.switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
        open(url);
    }

    ChromeDriver driver() {
        return driver;
    }

    List<WebElement> find(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    WebElement one(String css) {
        await(css, () -> !find(css).isEmpty());
        return find(css).get(0);
    }

    String text(String css) {
        return String.valueOf(script("return document.querySelector(arguments[0])?.textContent ?? ''", css));
    }

    /** Where a link leads. */
    String href(String css) {
        return String.valueOf(one(css).getAttribute("href"));
    }

    void click(String css) {
        WebElement element = one(css);
        script("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    Object script(String code, Object... arguments) {
        Object value = ((JavascriptExecutor) driver).executeScript(code, arguments);
        return value == null ? "" : value;
    }

    double number(String code, Object... arguments) {
        return ((Number) script("return " + code, arguments)).doubleValue();
    }

    /** A condition that may fail while the page changes. */
    interface Condition {
        boolean holds() throws Exception;
    }

    void await(String what, Condition condition) {
        await(what, Duration.ofSeconds(90), condition);
    }

    void await(String what, Duration longest, Condition condition) {
        Awaitility.await(what)
                .atMost(longest)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition::holds);
    }

    /** Draws over the stage with a real pointer; places are parts of its width and height. */
    void draw(PointerInput.Kind kind, double... places) {
        WebElement stage = one("#overlay");
        script("arguments[0].scrollIntoView({block: 'center'})", stage);
        double left = number("arguments[0].getBoundingClientRect().left", stage);
        double top = number("arguments[0].getBoundingClientRect().top", stage);
        double width = number("arguments[0].clientWidth", stage);
        double height = number("arguments[0].clientHeight", stage);
        PointerInput pointer = new PointerInput(kind, "the " + kind);
        Sequence moves = new Sequence(pointer, 0);
        for (int i = 0; i + 1 < places.length; i += 2) {
            int parts = i == 0 ? 1 : PARTS;
            for (int k = 1; k <= parts; k++) {
                double part = (double) k / parts;
                double x = i == 0 ? places[0] : places[i - 2] + part * (places[i] - places[i - 2]);
                double y = i == 0 ? places[1] : places[i - 1] + part * (places[i + 1] - places[i - 1]);
                moves.addAction(pointer.createPointerMove(
                        Duration.ofMillis(i == 0 ? 0 : 4),
                        PointerInput.Origin.viewport(),
                        (int) Math.round(left + x * width),
                        (int) Math.round(top + y * height)));
            }
            if (i == 0) {
                moves.addAction(pointer.createPointerDown(PointerInput.MouseButton.LEFT.asArg()));
            }
        }
        moves.addAction(pointer.createPointerUp(PointerInput.MouseButton.LEFT.asArg()));
        driver.perform(List.of(moves));
    }

    /** Pixels of the mask that are marked. */
    int marked() {
        return (int) number("window.psld.stage.mask.count()");
    }

    /** What the page complained of since this was last asked. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Hosts that were asked for anything since this was last asked. */
    List<String> hosts() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .map(message -> message.replaceAll("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"))
                .filter(url -> url.startsWith("http"))
                .map(url -> URI.create(url).getAuthority())
                .distinct()
                .toList();
    }

    /** A picture of what a person sees, for those who want to look. */
    void photograph(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "web"));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Dark or light. */
    void prefers(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
