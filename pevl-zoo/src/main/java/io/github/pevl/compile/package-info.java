/**
 * The network as a TorchScript archive: its source, which lies beside as {@code pevl.py}, the
 * writing of source and weights as PyTorch does it, with no PyTorch at hand, and the block that
 * runs an archive with the kernels that suit the machine. What a model folder is, is decided
 * elsewhere.
 *
 * <p>Imports {@code io.github.pevl.model} for the sizes, {@code io.github.pevl.checkpoint} for the
 * weights, {@code io.github.pevl.translate} for the network's input, and {@code
 * io.github.pevl.json}.
 */
@NullMarked
package io.github.pevl.compile;

import org.jspecify.annotations.NullMarked;
