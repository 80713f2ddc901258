package io.github.pevl.internal.checkpoint;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;

/**
 * What a file says about one tensor, known without reading its values.
 *
 * @param name the state dict's name for it
 * @param type what one element is
 * @param shape its sizes; of rank 0 for a scalar
 * @param bytes bytes of its elements, each counted once, at the stored type
 */
public record TensorInfo(String name, ElementType type, Shape shape, long bytes) {}
