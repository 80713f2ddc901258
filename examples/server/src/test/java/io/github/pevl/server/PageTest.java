package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The page, in a browser, as people use it. */
@Tag("browser")
@Timeout(300)
class PageTest {

    private static PevlServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = PevlServer.start(ServerOptions.builder().optAddress("127.0.0.1", 0).build());
        browser = new Browser(server);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    @BeforeEach
    void open() {
        browser.size(1280, 900);
        browser.open();
    }

    @AfterEach
    void nothingIsComplainedOfAndAllComesFromHere() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(
                        browser.script(
                                "return performance.getEntriesByType('resource')"
                                        + ".every(e => e.name.startsWith(location.origin)"
                                        + " || e.name.startsWith('blob:'))"))
                .isEqualTo(true);
    }

    private static List<WebElement> answers() {
        return browser.all("#answers .answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grounding", "phrases", "relations", "choices", "answers", "fill"})
    void everyTaskByClicks(String task) throws Exception {
        browser.example(2);
        browser.choose(task);
        browser.ask();
        assertThat(browser.at("#error").isDisplayed()).as(browser.text("#error")).isFalse();
        assertThat(answers()).isNotEmpty();
        assertThat(browser.text("#times")).contains("first time");
        boolean hasPlaces = List.of("grounding", "phrases", "relations", "fill").contains(task);
        assertThat(browser.all("#overlay g").isEmpty()).isNotEqualTo(hasPlaces);
        browser.screenshot("task-" + task);
        Snippets.askTheSame(browser);
    }

    @Test
    void theSecondQuestionFindsTheImageEncoded() {
        browser.ask();
        browser.at("[data-field=texts]").clear();
        browser.at("[data-field=texts]").sendKeys("the largest thing");
        browser.ask();
        browser.await("the first time about this image took");
        assertThat(answers()).hasSize(1);
    }

    @Test
    void whatIsNotThereIsListedWithoutABox() {
        browser.ask();
        assertThat(answers()).hasSize(4);
        WebElement cat = answers().get(3);
        assertThat(cat.getText()).contains("the cat", "not found");
        assertThat(cat.getAccessibleName()).isEqualTo("the cat, not found");
        assertThat(browser.all("#overlay g")).hasSize(3);
        browser.script(
                "const t = document.getElementById('threshold'); t.value = 1;"
                        + "t.dispatchEvent(new Event('input'))");
        assertThat(answers()).hasSize(1);
    }

    @Test
    void thresholdAndNumberRedrawWithoutARequest() {
        browser.choose("relations");
        browser.ask();
        long requests = browser.requests();
        int before = answers().size();
        browser.script(
                "const top = document.getElementById('top'); top.value = 20;"
                        + "top.dispatchEvent(new Event('input'))");
        int more = answers().size();
        assertThat(more).isGreaterThan(before);
        browser.script(
                "const t = document.getElementById('threshold'); t.value = 1;"
                        + "t.dispatchEvent(new Event('input'))");
        assertThat(answers()).isEmpty();
        assertThat(browser.all("#overlay g")).isEmpty();
        assertThat(browser.text("#answers")).contains("above the threshold");
        assertThat(browser.requests()).isEqualTo(requests);
    }

    @Test
    void highlightsInBothDirections() {
        browser.choose("grounding");
        browser.ask();
        WebElement row = answers().get(0);
        browser.actions().moveToElement(row).perform();
        String index = row.getDomAttribute("data-index");
        assertThat(browser.at("#overlay g.active").getDomAttribute("data-index")).isEqualTo(index);
        WebElement box = browser.all("#overlay g:not(.active)").get(0);
        browser.actions().moveToElement(box.findElement(By.cssSelector("rect"))).perform();
        browser.await(
                () ->
                        browser.all("#answers .answer.active").stream()
                                .anyMatch(
                                        active ->
                                                box.getDomAttribute("data-index")
                                                        .equals(
                                                                active.getDomAttribute(
                                                                        "data-index"))));
    }

    @Test
    void boxesAreDrawnWithTheMouse() throws Exception {
        browser.choose("relations");
        while (!browser.all("#fields .box button").isEmpty()) {
            browser.all("#fields .box button").get(0).click();
        }
        draw(-150, -130, -40, 0);
        draw(20, 20, 120, 140);
        List<WebElement> names = browser.all("#fields .box .name");
        assertThat(names).hasSize(2);
        names.get(0).clear();
        names.get(0).sendKeys("apple");
        double left =
                Double.parseDouble(
                        browser.all("#fields .box input[type=number]")
                                .get(0)
                                .getDomProperty("value"));
        assertThat(left).isBetween(1.0, 383.0);
        browser.ask();
        assertThat(answers()).isNotEmpty();
        assertThat(answers().get(0).getText()).contains("apple 0", "thing 1");
        browser.screenshot("drawn");
    }

    /** Offsets are from the middle of the image, in pixels of the screen. */
    private static void draw(int x1, int y1, int x2, int y2) {
        WebElement overlay = browser.at("#overlay");
        browser.actions()
                .moveToElement(overlay, x1, y1)
                .clickAndHold()
                .moveToElement(overlay, x2, y2)
                .release()
                .perform();
    }

    private static final String FILE =
            "const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));"
                    + "const data = new DataTransfer();"
                    + "data.items.add(new File([bytes], 'mine.png', {type: arguments[1]}));";

    private static String scene() {
        return Base64.getEncoder().encodeToString(Client.scene());
    }

    @Test
    void imagesAreDroppedPastedAndChosen() {
        browser.script(
                FILE
                        + "document.getElementById('drop').dispatchEvent("
                        + "new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))",
                scene(),
                "image/png");
        browser.await(() -> browser.at("#photo").getDomAttribute("alt").equals("mine.png"));
        browser.await("384 x 384");
        browser.ask();
        assertThat(browser.at("#error").isDisplayed()).isFalse();

        browser.example(1);
        browser.script(
                FILE
                        + "document.body.dispatchEvent(new ClipboardEvent('paste',"
                        + " {clipboardData: data, bubbles: true, cancelable: true}))",
                scene(),
                "image/png");
        browser.await(() -> browser.at("#photo").getDomAttribute("alt").equals("mine.png"));

        browser.at("#file").sendKeys(Client.SCENE.toString());
        browser.await(() -> browser.at("#photo").getDomAttribute("alt").equals("scene.png"));
        browser.await("384 x 384");
        browser.ask();
        assertThat(browser.at("#error").isDisplayed()).isFalse();
    }

    @Test
    void aFileIsDraggedFromOutside() {
        browser.dropFile(Client.SCENE, browser.at("#drop"));
        browser.await(() -> browser.at("#photo").getDomAttribute("alt").equals("scene.png"));
        browser.await("384 x 384");
        browser.ask();
        assertThat(browser.at("#error").isDisplayed()).isFalse();
        assertThat(answers()).isNotEmpty();

        browser.dropFile(Client.SCENE.resolveSibling("serving.md"), browser.at("#drop"));
        browser.await(() -> browser.at("#error").isDisplayed());
        assertThat(browser.text("#error")).contains("no image file");
    }

    @Test
    void whatIsWrongIsSaid() {
        browser.script(
                FILE
                        + "document.getElementById('drop').dispatchEvent("
                        + "new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))",
                scene(),
                "text/plain");
        assertThat(browser.text("#error")).contains("no image file");
        browser.choose("phrases");
        browser.at("[data-field=phrases]").sendKeys("\nthe elephant");
        browser.at("#ask").click();
        browser.await(() -> browser.at("#error").isDisplayed());
        assertThat(browser.text("#error")).contains("elephant");
        assertThat(browser.at("#ask").isEnabled()).isTrue();
        browser.driver().manage().logs().get("browser"); // the answer 400 is noted there
    }

    @Test
    void heatMapsOfPositions() throws Exception {
        browser.choose("fill");
        browser.ask();
        for (int mask = 1; mask <= 4; mask++) {
            int number = mask;
            WebElement first =
                    browser.all("#answers > *").stream()
                            .dropWhile(line -> !line.getText().equals("[MASK] " + number))
                            .skip(1)
                            .findFirst()
                            .orElseThrow();
            browser.script("arguments[0].focus()", first);
            assertThat(browser.at("#heat").getDomAttribute("data-axis"))
                    .isEqualTo(mask % 2 == 1 ? "x" : "y");
        }
        browser.screenshot("heat");
    }

    @Test
    void sizes() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (int width : new int[] {390, 1280}) {
                browser.size(width, 900);
                browser.choose("grounding");
                browser.ask();
                assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                        .as("nothing stands out sideways")
                        .isLessThanOrEqualTo(width);
                browser.screenshot("page-%d-%s".formatted(width, dark ? "dark" : "light"));
            }
        }
        browser.dark(false);
    }

    @Test
    void everyFieldHasALabel() {
        for (String task :
                List.of("grounding", "phrases", "relations", "choices", "answers", "fill")) {
            browser.choose(task);
            for (WebElement field :
                    browser.all("input:not([type=hidden]), textarea, select, button")) {
                if (field.isDisplayed()) {
                    assertThat(field.getAccessibleName())
                            .as(field.getDomProperty("outerHTML"))
                            .isNotBlank();
                }
            }
        }
    }
}
