package io.github.pevl.internal.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of unpickling: a stack with marks in it, and a memo of values by number. */
final class PickleStack {

    /** Stands for a memoised null. */
    private static final Object NONE = new Object();

    /** Bytes of an entry of the stack, of a list or of the memo while these grow. */
    static final int PLACE = 8;

    private final PickleInput in;
    private final PickleBudget budget;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private int[] marks = new int[16];
    private int markCount;
    private @Nullable Object[] memo = new Object[256];
    private int memoized;

    PickleStack(PickleInput in, PickleBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    void clear() {
        stack.clear();
        markCount = 0;
        Arrays.fill(memo, null);
        memoized = 0;
    }

    void push(@Nullable Object value) throws CheckpointException {
        budget.spend(PLACE);
        stack.add(value);
    }

    @Nullable Object peek() throws CheckpointException {
        if (stack.size() <= floor()) {
            throw in.refuse("takes a value where there is none");
        }
        return stack.get(stack.size() - 1);
    }

    @Nullable Object pop() throws CheckpointException {
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

    void mark() throws CheckpointException {
        budget.spend(PLACE);
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = stack.size();
    }

    void remember(int index) throws CheckpointException {
        if (index < 0) {
            throw in.refuse("remembers a value under a number out of range");
        }
        if (index >= memo.length) {
            long size = Math.max(index + 1L, 2L * memo.length);
            budget.spend(PLACE * (size - memo.length));
            memo = Arrays.copyOf(memo, (int) Math.min(Integer.MAX_VALUE - 8, size));
        }
        memo[index] = peek() == null ? NONE : peek();
        memoized++;
    }

    /** Remembers the top under the next number. */
    void rememberNext() throws CheckpointException {
        remember(memoized);
    }

    void recall(int index) throws CheckpointException {
        if (index < 0 || index >= memo.length || memo[index] == null) {
            throw in.refuse("recalls a value that was not remembered");
        }
        push(memo[index] == NONE ? null : memo[index]);
    }
}
