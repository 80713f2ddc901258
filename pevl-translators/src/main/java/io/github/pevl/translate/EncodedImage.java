package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslatorContext;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.image.Filter;
import java.lang.ref.Cleaner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * An image for several requests: the network encodes it for the first one and reuses the result for
 * the others. {@link #image()} stands for the image in any request, of any task, in any thread:
 *
 * <pre>{@code
 * try (EncodedImage image = new EncodedImage(ImageProcessor.open(file))) {
 *     predictor.predict(new GroundingRequest(image.image(), "the dog on the left"));
 *     predictor.predict(new GroundingRequest(image.image(), "the cat"));
 * }
 * }</pre>
 *
 * <p>It is encoded once for each network and, since grounding resizes images with another filter
 * than the other tasks, for each filter. At the published models' size each encoding takes 3 MB, or
 * 38 MB if the network is compiled, until this or the model is closed. Drawing on the image does
 * not change its encoding. Results of a compiled network may differ from those for the plain image
 * by rounding.
 */
public final class EncodedImage implements AutoCloseable {

    /** How translators read an image that is one of these. */
    interface Encoded {
        NDArray read(TranslatorContext ctx, ImageProcessor reader);
    }

    /** Cache key: the block that encoded the image, compared by identity, and the filter. */
    private record Key(Block network, Filter filter) {}

    private static final Cleaner CLEANER = Cleaner.create();

    private final Image original;
    private final Image image;
    private final Encodings encodings = new Encodings();
    private final Cleaner.Cleanable memory = CLEANER.register(this, encodings);

    /** The encodings of the image, by which the cleaner frees one that nobody closed. */
    private static final class Encodings implements Runnable {

        private final Map<Key, NDArray> arrays = new HashMap<>();
        private boolean closed;

        @Override
        public synchronized void run() {
            closed = true;
            arrays.values().forEach(array -> array.getManager().close());
            arrays.clear();
        }
    }

    /**
     * Wraps an image; nothing is computed yet.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EncodedImage(Image original) {
        if (original == null) {
            throw new IllegalArgumentException(
                    "There is no image to encode. Open one with ImageProcessor.open.");
        }
        this.original = original;
        this.image =
                (Image)
                        Proxy.newProxyInstance(
                                EncodedImage.class.getClassLoader(),
                                new Class<?>[] {Image.class, Encoded.class},
                                this::delegate);
    }

    /** The image for requests, usable until this is closed. */
    public Image image() {
        return image;
    }

    /** The encoding for a call of the network, an array of the context's manager. */
    private NDArray read(TranslatorContext ctx, ImageProcessor reader) {
        synchronized (encodings) {
            if (encodings.closed) {
                throw new IllegalStateException(
                        "The encoded image is closed. Use it before closing it, or make another of the"
                                + " image.");
            }
            Key key = new Key(ctx.getModel().getBlock(), reader.filter());
            NDArray known = encodings.arrays.get(key);
            if (known == null) {
                known = encode(key, ctx.getModel().getNDManager().newSubManager(), reader);
                encodings.arrays.put(key, known);
            }
            NDArray lent =
                    known.reshape(
                            known.getShape()); // shares the values, which stay with this object
            lent.attach(ctx.getNDManager());
            return lent;
        }
    }

    private NDArray encode(Key key, NDManager owner, ImageProcessor reader) {
        try (NDManager scope = owner.newSubManager()) {
            NDList pixels = new NDList(reader.read(scope, original));
            NDArray states =
                    key.network().forward(new ParameterStore(scope, false), pixels, false).head();
            states.attach(owner);
            return states;
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /**
     * Frees the encodings. The image itself stays usable. If this is never closed, the garbage
     * collector frees them, possibly much later.
     */
    @Override
    public void close() {
        memory.clean();
    }

    /** Forwards calls to the image, whichever methods the version of DJL has. */
    private Object delegate(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            boolean own = method.getDeclaringClass() == Encoded.class;
            return method.invoke(own ? (Encoded) this::read : original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
