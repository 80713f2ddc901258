/**
 * Weights as they lie in files: names, element types, shapes and values of a state dict, read from
 * PyTorch's archives, its older stream and safetensors without running anything a file asks for,
 * and written as safetensors. What a tensor is for is decided elsewhere.
 */
@NullMarked
package io.github.pevl.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
