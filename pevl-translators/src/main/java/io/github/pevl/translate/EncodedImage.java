package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslatorContext;
import io.github.pevl.image.Filter;
import io.github.pevl.image.ImageProcessor;
import java.lang.ref.Cleaner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * An image that is asked about more than once: the first request has the network see it, later ones
 * only ask. {@link #image()} stands for the image in any request, of any task, in any thread:
 *
 * <pre>{@code
 * try (EncodedImage image = new EncodedImage(ImageProcessor.open(file))) {
 *     predictor.predict(new GroundingRequest(image.image(), "the dog on the left"));
 *     predictor.predict(new GroundingRequest(image.image(), "the cat"));
 * }
 * }</pre>
 *
 * <p>It is seen once by each network, and, since grounding reads images by another filter than the
 * other tasks, once by each filter. At the published models' size each time takes 3 MB, or 38 MB if
 * the network is compiled, until this or the model is closed. Drawing on it changes the image, not
 * what was seen. Answers of a compiled network may differ by rounding from those about the plain
 * image.
 */
public final class EncodedImage implements AutoCloseable {

    /** What translators ask an image for that is one of these. */
    interface Encoded {
        NDArray read(TranslatorContext ctx, ImageProcessor reader);
    }

    /** What an image was seen by; blocks are equal only to themselves. */
    private record Eye(Block network, Filter filter) {}

    private static final Cleaner CLEANER = Cleaner.create();

    private final Image picture;
    private final Image image;
    private final Seen seen = new Seen();
    private final Cleaner.Cleanable memory = CLEANER.register(this, seen);

    /** What was made of the image; it outlives one that nobody closes only until it is found. */
    private static final class Seen implements Runnable {

        private final Map<Eye, NDArray> states = new HashMap<>();
        private boolean closed;

        @Override
        public synchronized void run() {
            closed = true;
            states.values().forEach(array -> array.getManager().close());
            states.clear();
        }
    }

    /**
     * Keeps an image; nothing is computed yet.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EncodedImage(Image picture) {
        if (picture == null) {
            throw new IllegalArgumentException(
                    "There is no image to encode. Open one with ImageProcessor.open.");
        }
        this.picture = picture;
        this.image =
                (Image)
                        Proxy.newProxyInstance(
                                EncodedImage.class.getClassLoader(),
                                new Class<?>[] {Image.class, Encoded.class},
                                this::delegate);
    }

    /** The image, for requests; until this is closed. */
    public Image image() {
        return image;
    }

    /** What stands for the image in a call of the network: an array of the context's manager. */
    private NDArray read(TranslatorContext ctx, ImageProcessor reader) {
        synchronized (seen) {
            if (seen.closed) {
                throw new IllegalStateException(
                        "The encoded image is closed. Ask before, or make another of the"
                                + " image.");
            }
            Eye eye = new Eye(ctx.getModel().getBlock(), reader.filter());
            NDArray known = seen.states.get(eye);
            if (known == null) {
                known = see(eye, ctx.getModel().getNDManager().newSubManager(), reader);
                seen.states.put(eye, known);
            }
            NDArray lent = known.reshape(known.getShape()); // its values stay with this
            lent.attach(ctx.getNDManager());
            return lent;
        }
    }

    private NDArray see(Eye eye, NDManager owner, ImageProcessor reader) {
        try (NDManager scope = owner.newSubManager()) {
            NDList pixels = new NDList(reader.read(scope, picture));
            NDArray states =
                    eye.network().forward(new ParameterStore(scope, false), pixels, false).head();
            states.attach(owner);
            return states;
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /**
     * Frees what was seen. The image itself stays usable. One that is never closed is freed when
     * the garbage collector finds it, which may be long after.
     */
    @Override
    public void close() {
        memory.clean();
    }

    /** Calls of the image's own methods, whichever the version of DJL has. */
    private Object delegate(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            boolean own = method.getDeclaringClass() == Encoded.class;
            return method.invoke(own ? (Encoded) this::read : picture, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
