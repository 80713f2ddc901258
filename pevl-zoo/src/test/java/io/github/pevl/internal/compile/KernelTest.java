package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.pevl.model.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {

    /** Times that are known, and which of them were asked for together. */
    private record Times(Map<Kernel, Double> known, List<Set<Kernel>> asked)
            implements Kernel.Trial {

        @Override
        public boolean has(Kernel kernel) {
            return known.get(kernel) < Double.POSITIVE_INFINITY;
        }

        @Override
        public Map<Kernel, Double> time(Set<Kernel> kernels) {
            asked.add(kernels);
            Map<Kernel, Double> times = new HashMap<>(known);
            times.keySet().retainAll(kernels);
            return times;
        }
    }

    @ParameterizedTest
    @CsvSource({
        // precision, the processor's flags, time of float32, of oneDNN's, of bfloat16, of oneDNN's
        // for 8 bits; what is chosen
        "FP32, avx512_bf16, 10, 8, 4, 2, FP32_ORDERED",
        "FP32, avx512_bf16, 10, 12, 4, 2, FP32",
        "FP32, avx512_bf16, 10, 10.5, 4, 2, FP32_ORDERED", // which has GELU in its products
        "FP32, avx2, 10, Infinity, Infinity, Infinity, FP32",
        "AUTO, avx512_bf16, 10, 8, 4, 2, BF16_ORDERED",
        "AUTO, avx512_bf16, 10, 8, 7.5, 2, FP32_ORDERED", // too little for the digits it costs
        "AUTO, avx512_bf16, 10, 8, 9, 2, FP32_ORDERED",
        "AUTO, avx2, 10, 8, 4, 2, FP32_ORDERED",
        "AUTO, ?, 10, 8, 4, 2, BF16_ORDERED",
        "AUTO, avx512_bf16, 10, 8, Infinity, 2, FP32_ORDERED",
        "BF16, avx512_bf16, 10, 8, 4, 2, BF16_ORDERED",
        "BF16, avx2, 10, 8, 20, 2, BF16_ORDERED", // as it was asked for
        "BF16, avx2, 10, 8, Infinity, 2, FP32_ORDERED",
        "INT8, avx512_bf16, 10, 8, 4, 2, BF16_ORDERED", // the sums may overflow
        "INT8, ?, 10, 8, 4, 2, BF16_ORDERED",
        "INT8, avx2, 10, 8, 4, 2, FP32_ORDERED",
        "INT8, avx2, 5, 8, 4, 2, FP32_ORDERED", // else its weights would not be of 8 bits
        "INT8, avx2, 5, Infinity, Infinity, Infinity, FP32",
        "INT8, avx_vnni, 5, Infinity, Infinity, Infinity, FP32",
        "INT8, avx512_bf16 avx512_vnni, 10, 8, 4, 2, BF16_BYTES",
        "INT8, avx512_bf16 avx512_vnni, 10, 8, 4, Infinity, BF16_ORDERED",
        "INT8, avx_vnni, 10, 8, Infinity, 2, FP32_BYTES",
        "BF16, avx512_bf16 avx512_vnni, 10, 8, 4, 2, BF16_ORDERED"
    })
    void theKernelThatSuits(
            Precision precision,
            String flags,
            double fp32,
            double ordered,
            double bf16,
            double bytes,
            Kernel chosen) {
        Processor processor = Processor.of("?".equals(flags) ? "" : "flags : " + flags);
        Map<Kernel, Double> times =
                Map.of(
                        Kernel.FP32,
                        fp32,
                        Kernel.FP32_ORDERED,
                        ordered,
                        Kernel.BF16_ORDERED,
                        bf16,
                        Kernel.FP32_BYTES,
                        bytes,
                        Kernel.BF16_BYTES,
                        bytes);
        assertThat(Kernel.choose(precision, processor, new Times(times, new ArrayList<>())))
                .isEqualTo(chosen);
    }

    @Test
    void kernelsThatAreComparedAreTimedTogether() {
        Map<Kernel, Double> times =
                Map.of(Kernel.FP32, 10.0, Kernel.FP32_ORDERED, 8.0, Kernel.BF16_ORDERED, 4.0);
        Times trial = new Times(times, new ArrayList<>());
        Kernel.choose(Precision.AUTO, Processor.of("flags : avx512_bf16"), trial);
        assertThat(trial.asked)
                .containsExactly(Set.of(Kernel.FP32, Kernel.FP32_ORDERED, Kernel.BF16_ORDERED));
    }

    @ParameterizedTest
    @CsvSource({
        "flags\t\t: fpu avx2 avx512_bf16 sha_ni, true, true, false",
        "flags\t\t: fpu amx_bf16, true, true, false",
        "Features\t: fp asimd bf16, true, true, false",
        "flags\t\t: fpu avx2 avx512f, true, false, false",
        "flags\t\t: fpu avx512_vnni avx512_bf16, true, true, true",
        "flags\t\t: fpu avx_vnni, true, false, true",
        "power management:, false, false, false"
    })
    void theProcessorIsReadFromLinux(String line, boolean known, boolean bfloat16, boolean bytes) {
        assertThat(Processor.of("processor\t: 0\nmodel name\t: X\n" + line + "\n"))
                .isEqualTo(new Processor(known, bfloat16, bytes));
    }

    @Test
    void featuresTellProcessorsApart() {
        String zen = "model name\t: EPYC\nflags\t\t: fpu avx2\n";
        assertThat(Processor.features(zen))
                .contains("EPYC")
                .isEqualTo(Processor.features("processor\t: 0\n" + zen + "cpu MHz\t: 2245\n"))
                .isNotEqualTo(Processor.features(zen.replace("avx2", "avx2 avx512f")))
                .isNotEqualTo(Processor.features(zen.replace("EPYC", "Xeon")));
        assertThat(Processor.features("")).contains("unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "FP32, fp32-ordered, FP32_ORDERED",
        "AUTO, FP32, FP32",
        "BF16, bf16-ordered, BF16_ORDERED",
        "INT8, bf16-bytes, BF16_BYTES"
    })
    void theUserPinsAKernel(Precision precision, String property, Kernel pinned) throws Exception {
        assertThat(pinned(precision, property)).contains(pinned);
    }

    private static Optional<Kernel> pinned(Precision precision, String property)
            throws IOException {
        System.setProperty(Kernel.PROPERTY, property);
        try {
            return Kernel.pinned(precision);
        } finally {
            System.clearProperty(Kernel.PROPERTY);
        }
    }

    @Test
    void aKernelThatIsNotForTheArchiveIsRefused() throws Exception {
        assertThat(Kernel.pinned(Precision.AUTO)).isEmpty();
        assertThat(pinned(Precision.AUTO, " ")).isEmpty();
        assertThatIOException()
                .isThrownBy(() -> pinned(Precision.FP32, "bf16-ordered"))
                .withMessage(
                        "-Dpevl.kernel=bf16-ordered names no kernel for an archive of FP32. Name"
                                + " fp32, fp32-ordered, or leave it out.");
        assertThatIOException()
                .isThrownBy(() -> pinned(Precision.BF16, "fast"))
                .withMessageContaining("fp32, fp32-ordered, bf16-ordered");
        Times none = new Times(Map.of(Kernel.BF16_ORDERED, Double.POSITIVE_INFINITY), List.of());
        assertThatIOException()
                .isThrownBy(() -> Kernel.require(Kernel.BF16_ORDERED, none))
                .withMessageContaining("-Dpevl.kernel=bf16-ordered asks for bfloat16 by oneDNN");
    }
}
