/** What DJL finds by {@code ServiceLoader}. */
@NullMarked
package io.github.pevl.internal.service;

import org.jspecify.annotations.NullMarked;
