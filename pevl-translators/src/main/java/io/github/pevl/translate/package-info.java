/**
 * DJL Translators: requests of users to the arrays that enter the network, and its scores back to
 * answers. May import {@code io.github.pevl.request}, {@code io.github.pevl.text}, {@code
 * io.github.pevl.prompt}, {@code io.github.pevl.image} and {@code io.github.pevl.json}.
 */
package io.github.pevl.translate;
