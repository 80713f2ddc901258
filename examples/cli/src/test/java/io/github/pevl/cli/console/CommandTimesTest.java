package io.github.pevl.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CommandTimesTest {

    @Test
    void ageIsTheUptimeSinceTheStart() {
        String process =
                "123 (java (x) 1) R 13105 13105 5776 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 3702873"
                        + " 3133440 386 18446744073709551615 0 0 0 0\n";
        assertThat(CommandTimes.age(process, "37028.98 6425.28\n")).isCloseTo(250, within(1e-6));
    }
}
