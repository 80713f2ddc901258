package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void theSummaryNamesWhatDecidesPrecision() {
        String intel =
                "processor\t: 0\nmodel name\t: Some Xeon\nflags\t\t: fpu sse2 avx2 avx512f"
                        + " avx512_vnni avx512_bf16x amx_int8\nprocessor\t: 1\n";
        assertThat(Processor.summary(intel))
                .isEqualTo("Some Xeon, features: avx2 avx512f avx512_vnni amx_int8");
        assertThat(Processor.summary("processor\t: 0\nFeatures\t: fp asimd asimddp bf16 i8mm\n"))
                .isEqualTo(System.getProperty("os.arch") + ", features: asimddp i8mm bf16");
        assertThat(Processor.summary("model name : old\nflags : fpu\n"))
                .isEqualTo("old, features: none");
        assertThat(Processor.summary("")).endsWith(", features unknown");
        assertThat(Processor.summary()).contains(", features");
    }
}
