package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;

/** Rows that are padded to the largest group and back. */
class RowGroupsTest {

    private static final SplittableRandom RANDOM = new SplittableRandom(5);
    private static final int WIDTH = 3;

    @RepeatedTest(20)
    void eachGroupStandsInItsRowAndComesBack() {
        int[] sizes = RANDOM.ints(RANDOM.nextInt(1, 6), 0, 5).toArray();
        sizes[RANDOM.nextInt(sizes.length)]++; // one row at least
        RowGroups groups = new RowGroups(sizes);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray rows =
                    manager.arange((float) groups.rows() * WIDTH)
                            .reshape(groups.rows(), WIDTH)
                            .add(1);
            NDArray padded = groups.pad(rows);
            long largest = groups.padded() / sizes.length;
            assertThat(padded.getShape()).isEqualTo(new Shape(sizes.length, largest, WIDTH));
            int row = 0;
            for (int group = 0; group < sizes.length; group++) {
                for (int i = 0; i < sizes[group]; i++) {
                    assertThat(padded.get(group).get(i)).isEqualTo(rows.get(row++));
                }
            }
            assertThat(groups.unpad(padded)).isEqualTo(rows);
        }
    }
}
