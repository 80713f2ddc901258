package io.github.pevl.scenes;

/**
 * A span of a sentence that names an object of the scene.
 *
 * @param start index of its first character
 * @param end index after its last character
 * @param object index of the object in the scene
 */
public record Mention(int start, int end, int object) {}
