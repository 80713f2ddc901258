package io.github.pevl.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a display, on the page of a server. */
final class Browser implements AutoCloseable {

    private static final List<String> ARGUMENTS =
            List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--hide-scrollbars");

    /** Warns that it does not know this version's debugging protocol, which is not used. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private final String root;

    Browser(PevlServer server) {
        root = "http://127.0.0.1:" + server.port();
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("chromium").toFile());
        options.addArguments(ARGUMENTS);
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(find("chromedriver").toFile())
                        .build();
        driver = new ChromeDriver(service, options);
        size(1280, 900);
    }

    private static Path find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        program
                                                + " is missing, which the tests of the page need."
                                                + " Install it: apt-get install chromium"
                                                + " chromium-driver"));
    }

    /** Opens the page, and waits until an image is on the server. */
    Browser open() {
        driver.get(root + "/");
        await("sent in");
        return this;
    }

    ChromeDriver driver() {
        return driver;
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean on) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        on ? "dark" : "light"))));
    }

    /** Drags a file from outside onto an element, as from a file manager, and lets it go. */
    void dropFile(Path file, WebElement target) {
        Rectangle place = target.getRect();
        Map<String, Object> data =
                Map.of(
                        "items", List.of(),
                        "files", List.of(file.toAbsolutePath().toString()),
                        "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            driver.executeCdpCommand(
                    "Input.dispatchDragEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            place.x + place.width / 2,
                            "y",
                            place.y + place.height / 2,
                            "data",
                            data));
        }
    }

    WebElement at(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return at(selector).getText();
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Actions actions() {
        return new Actions(driver);
    }

    void await(BooleanSupplier condition) {
        new WebDriverWait(driver, Duration.ofSeconds(60)).until(d -> condition.getAsBoolean());
    }

    /** Waits until the line below the image has some words. */
    void await(String words) {
        await(() -> text("#times").contains(words));
    }

    void choose(String task) {
        at("input[name=task][value=" + task + "]").click();
    }

    void example(int number) {
        all("#examples button").get(number - 1).click();
        await("sent in");
    }

    /** Asks by a click, and waits for the answer. */
    void ask() {
        at("#ask").click();
        awaitAnswer();
    }

    void awaitAnswer() {
        await(() -> at("#ask").isEnabled() && !at("#progress").isDisplayed());
    }

    /** Requests that the page has made, files and questions. */
    long requests() {
        return (Long) script("return performance.getEntriesByType('resource').length");
    }

    void screenshot(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screens"));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the page complains of, such as a script that its policy forbids. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
