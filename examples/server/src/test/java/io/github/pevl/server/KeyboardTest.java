package io.github.pevl.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page by the keyboard alone, and behind a token. */
@Tag("browser")
@Timeout(300)
class KeyboardTest {

    private static void press(Browser browser, CharSequence... keys) {
        browser.actions().sendKeys(keys).perform();
    }

    private static WebElement focused(Browser browser) {
        return browser.driver().switchTo().activeElement();
    }

    /** Goes on from field to field until one is reached. */
    private static void tabTo(Browser browser, String selector) {
        for (int i = 0; i < 60; i++) {
            press(browser, Keys.TAB);
            if ((Boolean)
                    browser.script(
                            "return document.activeElement.matches(arguments[0])", selector)) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + selector);
    }

    @Test
    void keyboardAlone() throws Exception {
        try (PevlServer server =
                        PevlServer.start(
                                ServerOptions.builder().optAddress("127.0.0.1", 0).build());
                Browser browser = new Browser(server)) {
            browser.open();
            tabTo(browser, "#examples li:nth-child(3) button");
            press(browser, Keys.ENTER);
            browser.await(
                    () ->
                            "true"
                                    .equals(
                                            browser.at("#examples li:nth-child(3) button")
                                                    .getDomAttribute("aria-pressed")));
            browser.await("sent in");
            tabTo(browser, "input[name=task]");
            press(browser, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT); // relations
            assertThat(focused(browser).getDomProperty("value")).isEqualTo("relations");
            tabTo(browser, ".box .name");
            press(browser, Keys.chord(Keys.CONTROL, "a"), "thing");
            tabTo(browser, ".box input[type=number]");
            press(browser, Keys.ARROW_UP);
            press(browser, Keys.chord(Keys.CONTROL, Keys.ENTER));
            browser.await(() -> !browser.all("#answers .answer").isEmpty());
            assertThat(browser.text("#answers")).contains("thing 0");
            tabTo(browser, "#threshold");
            String before = browser.text("#threshold-value");
            press(browser, Keys.ARROW_RIGHT);
            assertThat(browser.text("#threshold-value")).isNotEqualTo(before);
            tabTo(browser, ".answer");
            assertThat(browser.at("#overlay g.active").getDomAttribute("data-index"))
                    .isEqualTo(focused(browser).getDomAttribute("data-index"));
            tabTo(browser, "summary");
            press(browser, Keys.ENTER);
            assertThat(browser.at("#json").isDisplayed()).isTrue();
        }
    }

    @Test
    void behindAToken() throws Exception {
        try (PevlServer server =
                        PevlServer.start(
                                ServerOptions.builder()
                                        .optAddress("127.0.0.1", 0)
                                        .optToken("open-sesame")
                                        .build());
                Browser browser = new Browser(server)) {
            browser.driver().get(new Client(server).root());
            browser.await(() -> browser.at("#token").isDisplayed());
            assertThat(browser.text("#error")).contains("token");
            press(browser, "open-sesame", Keys.ENTER);
            browser.await("sent in");
            browser.ask();
            assertThat(browser.all("#answers .answer")).isNotEmpty();
            assertThat(browser.at("#curl").getDomProperty("textContent"))
                    .contains("Bearer TOKEN")
                    .doesNotContain("sesame");
        }
    }
}
