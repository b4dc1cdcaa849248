package org.kvmsh.repl.lsp;

import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/**
 * The messages of the protocol that the server does not serve: the methods of the library's interfaces that nothing
 * implements. An editor may send them although the capabilities do not announce them.
 */
final class Unserved {
    private static final String INTERFACES = "org.eclipse.lsp4j.services.";

    private Unserved() {}

    /** Whether an exception is the library's, for a method that nothing implements. */
    static boolean is(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            StackTraceElement[] trace = cause.getStackTrace();
            if (cause instanceof UnsupportedOperationException
                    && trace.length > 0
                    && trace[0].getClassName().startsWith(INTERFACES)) {
                return true;
            }
        }
        return false;
    }

    static ResponseError error() {
        return new ResponseError(ResponseErrorCode.MethodNotFound, "kvmsh lsp does not serve this request", null);
    }
}
