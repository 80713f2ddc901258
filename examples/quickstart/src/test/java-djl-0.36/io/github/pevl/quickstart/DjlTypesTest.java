package io.github.pevl.quickstart;

import static io.github.pevl.quickstart.Program.DOG;
import static io.github.pevl.quickstart.Program.SIDE;
import static io.github.pevl.quickstart.Program.SMALL_BEAR;
import static io.github.pevl.quickstart.Program.assertCorners;
import static io.github.pevl.quickstart.Program.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DjlTypesTest {

    @Test
    void boxesAreFractionsOfTheImageAndWhatIsNotThereHasNone() throws Exception {
        List<String> out = Program.lines(DjlTypes::main);
        assertThat(out).hasSize(2);
        assertThat(out.get(0)).startsWith("the dog: ");
        assertCorners(numbers(out.get(0), 4), SIDE, DOG);
        assertThat(out.get(1)).startsWith("the small bear: ");
        assertCorners(numbers(out.get(1), 4), SIDE, SMALL_BEAR);
    }
}
