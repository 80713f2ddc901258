/** What is public for other modules of this project only; it may change at any time. */
package io.github.pevl.internal;
