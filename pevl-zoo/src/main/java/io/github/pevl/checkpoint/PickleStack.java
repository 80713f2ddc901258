package io.github.pevl.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The working memory of a pickle: a stack with marks in it, and values remembered by number. */
final class PickleStack {

    /** Stands for a remembered null. */
    private static final Object NONE = new Object();

    private final PickleInput in;
    private final List<Object> stack = new ArrayList<>();
    private int[] marks = new int[16];
    private int markCount;
    private Object[] memo = new Object[256];

    PickleStack(PickleInput in) {
        this.in = in;
    }

    void clear() {
        stack.clear();
        markCount = 0;
        Arrays.fill(memo, null);
    }

    void push(Object value) {
        stack.add(value);
    }

    Object peek() throws CheckpointException {
        if (stack.size() <= floor()) {
            throw in.refuse("takes a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    Object pop() throws CheckpointException {
        Object top = peek();
        stack.remove(stack.size() - 1);
        return top;
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }

    Object[] popLast(int count) throws CheckpointException {
        if (stack.size() - count < floor()) {
            throw in.refuse("takes a value where there is none");
        }
        return cut(stack.size() - count);
    }

    Object[] popToMark() throws CheckpointException {
        if (markCount == 0) {
            throw in.refuse("lacks a mark");
        }
        return cut(marks[--markCount]);
    }

    private Object[] cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        Object[] values = tail.toArray();
        tail.clear();
        return values;
    }

    void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = stack.size();
    }

    void remember(int index) throws CheckpointException {
        if (index < 0 || index >= in.length()) { // PyTorch numbers what it remembers without gaps
            throw in.refuse("remembers a value under a number out of range");
        }
        if (index >= memo.length) {
            memo = Arrays.copyOf(memo, Math.min(in.length(), Math.max(index + 1, 2 * memo.length)));
        }
        memo[index] = peek() == null ? NONE : peek();
    }

    void recall(int index) throws CheckpointException {
        if (index < 0 || index >= memo.length || memo[index] == null) {
            throw in.refuse("recalls a value that was not remembered");
        }
        push(memo[index] == NONE ? null : memo[index]);
    }
}
