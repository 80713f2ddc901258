package io.github.pevl.internal.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundBoxesTest {
    private static final Box LEFT = new Box(0, 0, 10, 10);
    private static final Box RIGHT = new Box(50, 0, 60, 10);
    private static final PixelArea NEAR_LEFT = new PixelArea(1, 0, 10, 10);
    private static final PixelArea FAR_LEFT = new PixelArea(2, 0, 10, 10);
    private static final PixelArea NEAR_RIGHT = new PixelArea(51, 0, 10, 10);

    @Test
    void eachAnnotatedBoxIsFoundOnce() {
        FoundBoxes both = FoundBoxes.of(List.of(NEAR_LEFT, NEAR_RIGHT), List.of(LEFT, RIGHT));
        assertThat(both).isEqualTo(new FoundBoxes(2, 2, 2, 1, 1));
        FoundBoxes twice = FoundBoxes.of(List.of(NEAR_LEFT, FAR_LEFT), List.of(LEFT, RIGHT));
        assertThat(twice).isEqualTo(new FoundBoxes(1, 2, 2, 1, 1));
        assertThat(twice.f1()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void whatIsNotThereHasNoBox() {
        assertThat(FoundBoxes.of(List.of(), List.of())).isEqualTo(new FoundBoxes(0, 0, 0, 1, 1));
        FoundBoxes wrong = FoundBoxes.of(List.of(NEAR_LEFT), List.of());
        assertThat(wrong).isEqualTo(new FoundBoxes(0, 1, 0, 0, 1));
        assertThat(List.of(wrong.precision(), wrong.recall(), wrong.f1())).containsOnly(0.0);
    }

    @Test
    void measuresCountBoxesAndExpressions() {
        FoundBoxes sum = new FoundBoxes(6, 8, 12, 3, 4);
        assertThat(sum.precision()).isEqualTo(0.75);
        assertThat(sum.recall()).isEqualTo(0.5);
        assertThat(sum.f1()).isCloseTo(0.6, within(1e-12));
        assertThat(sum.count()).isEqualTo(0.75);
        assertThat(sum.line())
                .startsWith("all boxes    F1 0.6000  precision 0.7500  recall 0.5000")
                .contains("boxes 12", "expressions 4");
    }
}
