package io.github.pevl.request;

import java.util.List;

/**
 * Answers to a question.
 *
 * @param answers the best first; at least one
 */
public record AnswerResult(List<Answer> answers) {

    /** Copies the list. */
    public AnswerResult {
        answers = List.copyOf(answers);
    }

    /**
     * An answer.
     *
     * @param text as in the list of candidates
     * @param score the mean log-probability of its tokens among all words, 0 or less
     */
    public record Answer(String text, double score) {}

    /** The best answer. */
    public Answer best() {
        return answers.get(0);
    }
}
