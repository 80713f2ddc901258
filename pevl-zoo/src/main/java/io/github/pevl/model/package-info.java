/** What describes a network: its sizes, and how a compiled one stores its weights. */
@NullMarked
package io.github.pevl.model;

import org.jspecify.annotations.NullMarked;
