/**
 * Reads image files, resizes images as Pillow does, and normalises them for the network.
 *
 * <p>May import the JDK (with {@code java.desktop}), DJL's API and TwelveMonkeys ImageIO; no other
 * package of this project.
 */
@NullMarked
package io.github.pevl.image;

import org.jspecify.annotations.NullMarked;
