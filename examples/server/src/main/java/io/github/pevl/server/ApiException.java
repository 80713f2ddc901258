package io.github.pevl.server;

/** A request that is refused, as DJL Serving's clients read it. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    private ApiException(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    /** HTTP's status. */
    int status() {
        return status;
    }

    /** The word that DJL Serving has for this kind. */
    String type() {
        return type;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequestException", message);
    }

    static ApiException unauthorized() {
        return new ApiException(
                401,
                "UnauthorizedException",
                "This server asks for a token. Send it in the header Authorization, as in \"Bearer TOKEN\".");
    }

    static ApiException forbiddenOrigin() {
        return new ApiException(
                403,
                "ForbiddenException",
                "Pages of other sites may not ask this server. Whoever runs it may allow one by --cors.");
    }

    static ApiException noModel(String name, String known) {
        return new ApiException(
                404,
                "ModelNotFoundException",
                "There is no model %s here; there are %s.".formatted(name, known));
    }

    static ApiException noResource() {
        return new ApiException(
                404, "ResourceNotFoundException", "There is nothing here. See /openapi.json.");
    }

    static ApiException noSession() {
        return new ApiException(
                404,
                "SessionNotFoundException",
                "The session is unknown or was given up for newer ones. Send the image again.");
    }

    static ApiException methodNotAllowed() {
        return new ApiException(
                405,
                "MethodNotAllowedException",
                "This method is not allowed here. See /openapi.json.");
    }

    static ApiException slowRequest() {
        return new ApiException(
                408, "RequestTimeoutException", "The request did not arrive in time.");
    }

    static ApiException tooLarge(long max) {
        return new ApiException(
                413,
                "RequestTooLargeException",
                "The request has more than %d bytes, the most that this server takes. Send a smaller image."
                        .formatted(max));
    }

    static ApiException failed() {
        return new ApiException(
                500,
                "InternalServerException",
                "The server failed to answer; its log says why. Other requests are answered.");
    }

    static ApiException busy() {
        return new ApiException(
                503,
                "ServiceUnavailableException",
                "As many requests as the server takes are waiting. Ask again in a while.");
    }

    static ApiException stopping() {
        return new ApiException(503, "ServiceUnavailableException", "The server is about to stop.");
    }

    static ApiException slowAnswer(long seconds) {
        return new ApiException(
                503,
                "ServiceUnavailableException",
                "The answer took longer than %d s. Ask again in a while, or for less."
                        .formatted(seconds));
    }

    static ApiException outOfMemory() {
        return new ApiException(
                507,
                "OutOfMemoryException",
                "The request does not fit into the server's memory. Ask about a smaller image or fewer texts.");
    }
}
