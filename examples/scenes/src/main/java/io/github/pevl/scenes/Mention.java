package io.github.pevl.scenes;

/**
 * A stretch of a sentence that names an object of the scene.
 *
 * @param begin its first character, from 0
 * @param end the character behind its last one
 * @param object the object's index in the scene
 */
public record Mention(int begin, int end, int object) {}
