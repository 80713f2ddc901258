/**
 * The network as a TorchScript archive: its source, which lies beside as {@code pevl.py}, the
 * writing of source and weights as PyTorch does it, with no PyTorch at hand, and the block that
 * runs an archive with the kernels that suit the machine. What a model folder is, is decided
 * elsewhere.
 */
@NullMarked
package io.github.pevl.internal.compile;

import org.jspecify.annotations.NullMarked;
