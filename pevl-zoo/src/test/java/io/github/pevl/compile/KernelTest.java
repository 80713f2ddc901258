package io.github.pevl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {

    @ParameterizedTest
    @CsvSource({
        // precision, processor, time of float32, of oneDNN's, of bfloat16; what is chosen
        "FP32, BFLOAT16, 10, 8, 4, FP32_ORDERED",
        "FP32, BFLOAT16, 10, 12, 4, FP32",
        "FP32, WITHOUT, 10, Infinity, Infinity, FP32",
        "AUTO, BFLOAT16, 10, 8, 4, BF16_ORDERED",
        "AUTO, BFLOAT16, 10, 8, 7.5, FP32_ORDERED", // too little for the digits that it costs
        "AUTO, BFLOAT16, 10, 8, 9, FP32_ORDERED",
        "AUTO, WITHOUT, 10, 8, 4, FP32_ORDERED",
        "AUTO, UNKNOWN, 10, 8, 4, BF16_ORDERED",
        "AUTO, BFLOAT16, 10, 8, Infinity, FP32_ORDERED",
        "BF16, BFLOAT16, 10, 8, 4, BF16_ORDERED",
        "BF16, WITHOUT, 10, 8, 20, BF16_ORDERED", // as it was asked for
        "BF16, WITHOUT, 10, 8, Infinity, FP32_ORDERED",
        "INT8, BFLOAT16, 10, 8, 4, BF16_ORDERED",
        "INT8, WITHOUT, 10, 8, 4, FP32_ORDERED",
        "INT8, WITHOUT, 5, 8, 4, FP32_ORDERED", // else its weights would not be of 8 bits
        "INT8, WITHOUT, 5, Infinity, Infinity, FP32"
    })
    void theKernelThatSuits(
            Precision precision,
            Processor processor,
            double fp32,
            double ordered,
            double bf16,
            Kernel chosen) {
        Map<Kernel, Double> times =
                Map.of(Kernel.FP32, fp32, Kernel.FP32_ORDERED, ordered, Kernel.BF16_ORDERED, bf16);
        assertThat(Kernel.choose(precision, processor, times::get)).isEqualTo(chosen);
    }

    @Test
    void theProcessorIsReadFromLinux() {
        String head = "processor\t: 0\nmodel name\t: X\n";
        assertThat(Processor.of(head + "flags\t\t: fpu avx2 avx512_bf16 sha_ni\n"))
                .isEqualTo(Processor.BFLOAT16);
        assertThat(Processor.of(head + "flags\t\t: fpu amx_bf16\n")).isEqualTo(Processor.BFLOAT16);
        assertThat(Processor.of(head + "Features\t: fp asimd bf16\n"))
                .isEqualTo(Processor.BFLOAT16);
        assertThat(Processor.of(head + "flags\t\t: fpu avx2 avx512f\n"))
                .isEqualTo(Processor.WITHOUT);
        assertThat(Processor.of(head)).isEqualTo(Processor.UNKNOWN);
        assertThat(List.of(Processor.values())).contains(Processor.here());
    }
}
