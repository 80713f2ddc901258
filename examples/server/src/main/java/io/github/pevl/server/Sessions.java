package io.github.pevl.server;

import ai.djl.modality.cv.Image;
import io.github.pevl.translate.EncodedImage;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Images that are asked again: each is encoded by a network once. So many are kept as fit; the one
 * unused longest goes first, after the answers that still use it.
 */
final class Sessions implements AutoCloseable {

    private final int capacity;
    private final long maxPixels;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private long pixels;

    /**
     * Keeps none yet.
     *
     * @param capacity images, at most
     * @param maxPixels of all images together, at most; one is kept whatever its size
     */
    Sessions(int capacity, long maxPixels) {
        this.capacity = capacity;
        this.maxPixels = maxPixels;
    }

    private static final class Session {
        private final EncodedImage encoded;
        private final long pixels;
        private int users;
        private boolean evicted;

        Session(Image image) {
            encoded = new EncodedImage(image);
            pixels = (long) image.getWidth() * image.getHeight();
        }
    }

    /** An image in use; it stays until it is closed. */
    final class Lease implements AutoCloseable {

        private final Session session;
        private boolean closed;

        private Lease(Session session) {
            this.session = session;
        }

        Image image() {
            return session.encoded.image();
        }

        @Override
        public void close() {
            synchronized (Sessions.this) {
                if (!closed) {
                    closed = true;
                    session.users--;
                    free(session);
                }
            }
        }
    }

    /** Keeps an image; returns the session's name, which nobody can guess. */
    synchronized String add(Image image) {
        byte[] name = new byte[16];
        random.nextBytes(name);
        String id = HexFormat.of().formatHex(name);
        Session session = new Session(image);
        sessions.put(id, session);
        pixels += session.pixels;
        evict();
        return id;
    }

    /**
     * Lends an image.
     *
     * @throws ApiException if there is no such session, or not any more
     */
    synchronized Lease lease(String id) {
        Session session = sessions.get(id);
        if (session == null) {
            throw ApiException.noSession();
        }
        session.users++;
        return new Lease(session);
    }

    /** Gives up a session, if there is one of that name. */
    synchronized void remove(String id) {
        Session session = sessions.remove(id);
        if (session != null) {
            leave(session);
        }
    }

    synchronized int size() {
        return sessions.size();
    }

    private void evict() {
        Iterator<Session> eldest = sessions.values().iterator();
        while (sessions.size() > 1 && (sessions.size() > capacity || pixels > maxPixels)) {
            Session session = eldest.next();
            eldest.remove();
            leave(session);
        }
    }

    private void leave(Session session) {
        pixels -= session.pixels;
        session.evicted = true;
        free(session);
    }

    private static void free(Session session) {
        if (session.evicted && session.users == 0) {
            session.encoded.close();
        }
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(session -> session.encoded.close());
        sessions.clear();
    }
}
