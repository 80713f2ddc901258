package io.github.pevl.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Anyone may have the page, which holds nothing, and ask whether the server is
 * healthy. All else needs the token, where there is one, and a page of this server or of the site
 * that is allowed, where a page asks.
 */
final class Access implements HttpHandler {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final String BEARER = "Bearer ";

    private final HttpHandler open;
    private final HttpHandler guarded;
    private final byte @Nullable [] token;
    private final @Nullable String origin;

    /**
     * Guards a handler.
     *
     * @param open answers what anyone may have; it passes on all else by {@code guarded}
     * @param token null for none
     * @param origin null for none
     */
    Access(HttpHandler open, HttpHandler guarded, @Nullable String token, @Nullable String origin) {
        this.open = open;
        this.guarded = guarded;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.origin = origin;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderMap headers = exchange.getRequestHeaders();
        String from = headers.getFirst(Headers.ORIGIN);
        boolean own = from == null || from.endsWith("://" + exchange.getHostAndPort());
        boolean allowed = !own && (from.equals(origin) || "*".equals(origin));
        if (allowed) {
            exchange.getResponseHeaders().put(ALLOW_ORIGIN, origin).add(Headers.VARY, "Origin");
        }
        boolean asksOnly = exchange.getRequestMethod().equals(Methods.OPTIONS);
        if (!own && !allowed) {
            throw ApiException.forbiddenOrigin();
        } else if (asksOnly) {
            preflight(exchange, allowed);
        } else if (isOpen(exchange)) {
            open.handleRequest(exchange);
        } else if (hasToken(headers.getFirst(Headers.AUTHORIZATION))) {
            guarded.handleRequest(exchange);
        } else {
            throw ApiException.unauthorized();
        }
    }

    private static boolean isOpen(HttpServerExchange exchange) {
        String path = exchange.getRelativePath();
        return path.equals("/") || path.equals("/ping") || path.startsWith(Page.FILES);
    }

    private boolean hasToken(String authorization) {
        return token == null
                || authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                        && MessageDigest.isEqual(
                                token,
                                authorization
                                        .substring(BEARER.length())
                                        .strip()
                                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void preflight(HttpServerExchange exchange, boolean allowed) {
        if (allowed) {
            exchange.getResponseHeaders()
                    .put(ALLOW_METHODS, "GET, POST, DELETE")
                    .put(ALLOW_HEADERS, "Authorization, Content-Type")
                    .put(MAX_AGE, 600);
        }
        exchange.setStatusCode(204);
        exchange.endExchange();
    }
}
