package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a file as PyTorch writes it, whose storage has the two numbers 1 and 2. */
abstract class PairFile {

    /** A tensor of the two numbers. */
    static final Tensor PAIR = Tensor.of("FloatStorage", "0", 2);

    static final Entry NUMBERS = Entry.of("m/data/0", TorchFiles.floats(1, 2));

    @TempDir Path folder;
    Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.pth");
    }

    void write(Object root) throws IOException {
        TorchFiles.archive(file, TorchFiles.pickle(root), NUMBERS);
    }

    /** The file is refused in one line that names it. */
    AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        return assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching(".{20,}[.]");
    }
}
