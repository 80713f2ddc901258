/** Folders that are written whole or not at all. */
@NullMarked
package io.github.pevl.internal.files;

import org.jspecify.annotations.NullMarked;
