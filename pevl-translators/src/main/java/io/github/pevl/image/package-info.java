/**
 * Pictures as the network takes them: read, resized as Pillow does, normalised.
 *
 * <p>May import the JDK (with {@code java.desktop}) and DJL's API; no other package of this
 * project.
 */
package io.github.pevl.image;
