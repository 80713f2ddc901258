package io.github.pevl.run;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Blocks;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.function.Function;

/** A predictor that answers by a function, without a network. */
final class Answering<I, O> extends Predictor<I, O> {

    private final Function<I, O> answer;

    private Answering(Model model, Function<I, O> answer) {
        super(model, new Nothing<>(), model.getNDManager().getDevice(), false);
        this.answer = answer;
    }

    static <I, O> Answering<I, O> by(Function<I, O> answer) {
        Model model = Model.newInstance("none", "PyTorch");
        model.setBlock(Blocks.identityBlock());
        return new Answering<>(model, answer);
    }

    @Override
    public O predict(I input) {
        return answer.apply(input);
    }

    @Override
    public void close() {
        super.close();
        model.close();
    }

    private static final class Nothing<I, O> implements Translator<I, O> {
        @Override
        public NDList processInput(TranslatorContext ctx, I input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public O processOutput(TranslatorContext ctx, NDList list) {
            throw new UnsupportedOperationException();
        }
    }
}
