package io.github.pevl.data;

import ai.djl.modality.cv.Image;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * An image that reports its annotated size, whatever size its file has: boxes of requests and
 * answers are in pixels of that size, as in the original. Its pixels stay those of the file; the
 * network resizes them to a square anyway.
 */
final class AnnotatedImage {

    private AnnotatedImage() {}

    /**
     * Makes an image report another size.
     *
     * @param width as annotated, pixels
     * @param height as annotated, pixels
     * @return the image itself if it has that size
     */
    static Image of(Image file, int width, int height) {
        if (file.getWidth() == width && file.getHeight() == height) {
            return file;
        }
        return (Image)
                Proxy.newProxyInstance(
                        AnnotatedImage.class.getClassLoader(),
                        new Class<?>[] {Image.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getWidth" -> width;
                                    case "getHeight" -> height;
                                    default -> call(file, method, arguments);
                                });
    }

    /** Calls a method of the image itself, whichever the version of DJL has. */
    private static Object call(Image file, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(file, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
