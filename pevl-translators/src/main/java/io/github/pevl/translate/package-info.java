/**
 * DJL Translators: requests of users to the arrays that enter the network, and its scores back to
 * answers. May import {@code io.github.pevl.text}, {@code io.github.pevl.prompt} and {@code
 * io.github.pevl.image}.
 */
package io.github.pevl.translate;
