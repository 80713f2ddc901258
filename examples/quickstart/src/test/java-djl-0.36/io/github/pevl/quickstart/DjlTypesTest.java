package io.github.pevl.quickstart;

import static io.github.pevl.quickstart.Program.CIRCLE;
import static io.github.pevl.quickstart.Program.SIDE;
import static io.github.pevl.quickstart.Program.SQUARE;
import static io.github.pevl.quickstart.Program.assertCorners;
import static io.github.pevl.quickstart.Program.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DjlTypesTest {

    @Test
    void boxesAreFractionsOfTheImage() throws Exception {
        List<String> out = Program.lines(DjlTypes::main);
        assertThat(out).hasSize(2);
        assertThat(out.get(0)).startsWith("the purple circle: ");
        assertCorners(numbers(out.get(0), 4), SIDE, CIRCLE);
        assertThat(out.get(1)).startsWith("the red square: ");
        assertCorners(numbers(out.get(1), 4), SIDE, SQUARE);
    }
}
