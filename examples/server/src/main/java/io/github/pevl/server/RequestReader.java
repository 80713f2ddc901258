package io.github.pevl.server;

import ai.djl.modality.Input;
import ai.djl.modality.cv.Image;
import io.github.pevl.translate.ServingTranslator;
import java.io.IOException;
import java.util.List;

/** Reads requests of a model, before it is asked. */
interface RequestReader {

    /** The tasks that may be asked for. */
    List<String> tasks();

    /** Reads a request with its image. */
    Input read(Input input) throws IOException;

    /** Reads a request about an image that is here. */
    Input read(Input input, Image image) throws IOException;

    /** Reads an image alone. */
    Image readImage(Input input) throws IOException;

    /** Reads what a model's own translator reads. */
    static RequestReader of(ServingTranslator translator) {
        return new RequestReader() {
            @Override
            public List<String> tasks() {
                return translator.tasks();
            }

            @Override
            public Input read(Input input) throws IOException {
                return translator.read(input);
            }

            @Override
            public Input read(Input input, Image image) throws IOException {
                return translator.read(input, image);
            }

            @Override
            public Image readImage(Input input) throws IOException {
                return translator.readImage(input);
            }
        };
    }
}
