package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.checkpoint.ElementType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FloatConversionsTest {

    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float wide = FloatConversions.fromHalf((short) bits);
            if (Float.isNaN(wide)) {
                assertThat(FloatConversions.fromHalf(FloatConversions.toHalf(wide))).isNaN();
            } else {
                assertThat(FloatConversions.toHalf(wide)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void everyBfloat16SurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float wide = FloatConversions.fromBrain((short) bits);
            if (Float.isNaN(wide)) {
                assertThat(FloatConversions.fromBrain(FloatConversions.toBrain(wide))).isNaN();
            } else {
                assertThat(FloatConversions.toBrain(wide)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void halvesAreTheNearestOnesAndEvenOnATie() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = FloatConversions.fromHalf((short) bits);
            float high = FloatConversions.fromHalf((short) (bits + 1));
            float middle = (low + high) / 2;
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(FloatConversions.toHalf(middle)).isEqualTo((short) even);
            assertThat(FloatConversions.toHalf(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(FloatConversions.toHalf(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(FloatConversions.toHalf(-middle)).isEqualTo((short) (even | 0x8000));
        }
    }

    @Test
    void bfloat16sAreTheNearestOnesAndEvenOnATie() {
        assertThat(FloatConversions.toBrain(Float.intBitsToFloat(0x3f808000)))
                .isEqualTo((short) 0x3f80);
        assertThat(FloatConversions.toBrain(Float.intBitsToFloat(0x3f818000)))
                .isEqualTo((short) 0x3f82);
        assertThat(FloatConversions.toBrain(Float.intBitsToFloat(0x3f808001)))
                .isEqualTo((short) 0x3f81);
    }

    @Test
    void halvesHaveTheValuesOfTheStandard() {
        assertThat(FloatConversions.fromHalf((short) 0x3c00)).isEqualTo(1f);
        assertThat(FloatConversions.fromHalf((short) 0xc000)).isEqualTo(-2f);
        assertThat(FloatConversions.fromHalf((short) 0x7bff)).isEqualTo(65504f);
        assertThat(FloatConversions.fromHalf((short) 1)).isEqualTo(0x1p-24f);
        assertThat(FloatConversions.fromHalf((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void sayWhenANumberIsTooLarge() {
        ByteBuffer out = ByteBuffer.allocate(64);
        assertThat(FloatConversions.put(out, 65519f, ElementType.FLOAT16)).isTrue();
        assertThat(FloatConversions.put(out, 65520f, ElementType.FLOAT16)).isFalse();
        assertThat(FloatConversions.put(out, Float.MAX_VALUE, ElementType.BFLOAT16)).isFalse();
        assertThat(FloatConversions.put(out, Float.POSITIVE_INFINITY, ElementType.FLOAT16))
                .isTrue();
    }
}
