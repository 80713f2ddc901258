package io.github.pevl.internal.model;

import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the states that the network makes of the golden images and texts, for each model. */
@ParameterizedClass
@MethodSource("io.github.pevl.it.GoldenFolder#models")
abstract class GoldenStatesTest {

    @Parameter GoldenFolder folder;

    static GoldenStates states;
    static GoldenModel golden;

    @BeforeParameterizedClassInvocation
    static void runTheNetwork(GoldenFolder folder) throws Exception {
        states = GoldenStates.of(folder);
        golden = states.golden();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        states.close();
    }
}
