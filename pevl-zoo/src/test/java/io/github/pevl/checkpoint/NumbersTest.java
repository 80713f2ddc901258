package io.github.pevl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float wide = Numbers.fromHalf((short) bits);
            if (Float.isNaN(wide)) {
                assertThat(Numbers.fromHalf(Numbers.toHalf(wide))).isNaN();
            } else {
                assertThat(Numbers.toHalf(wide)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void everyBfloat16SurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float wide = Numbers.fromBrain((short) bits);
            if (Float.isNaN(wide)) {
                assertThat(Numbers.fromBrain(Numbers.toBrain(wide))).isNaN();
            } else {
                assertThat(Numbers.toBrain(wide)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void halvesAreTheNearestOnesAndEvenOnATie() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = Numbers.fromHalf((short) bits);
            float high = Numbers.fromHalf((short) (bits + 1));
            float middle = (low + high) / 2;
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(Numbers.toHalf(middle)).isEqualTo((short) even);
            assertThat(Numbers.toHalf(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(Numbers.toHalf(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(Numbers.toHalf(-middle)).isEqualTo((short) (even | 0x8000));
        }
    }

    @Test
    void bfloat16sAreTheNearestOnesAndEvenOnATie() {
        assertThat(Numbers.toBrain(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
        assertThat(Numbers.toBrain(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
        assertThat(Numbers.toBrain(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
    }

    @Test
    void halvesHaveTheValuesOfTheStandard() {
        assertThat(Numbers.fromHalf((short) 0x3c00)).isEqualTo(1f);
        assertThat(Numbers.fromHalf((short) 0xc000)).isEqualTo(-2f);
        assertThat(Numbers.fromHalf((short) 0x7bff)).isEqualTo(65504f);
        assertThat(Numbers.fromHalf((short) 1)).isEqualTo(0x1p-24f);
        assertThat(Numbers.fromHalf((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void sayWhenANumberIsTooLarge() {
        ByteBuffer out = ByteBuffer.allocate(64);
        assertThat(Numbers.put(out, 65519f, ElementType.FLOAT16)).isTrue();
        assertThat(Numbers.put(out, 65520f, ElementType.FLOAT16)).isFalse();
        assertThat(Numbers.put(out, Float.MAX_VALUE, ElementType.BFLOAT16)).isFalse();
        assertThat(Numbers.put(out, Float.POSITIVE_INFINITY, ElementType.FLOAT16)).isTrue();
    }
}
