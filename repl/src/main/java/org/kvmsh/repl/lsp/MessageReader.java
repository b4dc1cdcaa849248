package org.kvmsh.repl.lsp;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.validation.ReflectiveMessageValidator;
import org.kvmsh.repl.abi.Json;

/**
 * Reads messages. Invalid ones become issues of a request, which the library answers with an error (JSON-RPC 2.0,
 * section 5.1): it would log most of them, and leave the editor waiting.
 */
final class MessageReader extends MessageJsonHandler {
    private static final String ID = "id";
    private static final String METHOD = "method";

    private final ReflectiveMessageValidator validator = new ReflectiveMessageValidator(message -> {});

    MessageReader(Map<String, JsonRpcMethod> methods) {
        super(methods);
    }

    @Override
    public Message parseMessage(Reader sent) {
        String text = whole(sent);
        Object read;
        try {
            read = Json.value(text);
        } catch (IllegalArgumentException e) {
            throw issue(null, ResponseErrorCode.ParseError, "the message is not JSON");
        }
        String wrong = wrong(read);
        if (wrong != null) {
            throw issue(read, ResponseErrorCode.InvalidRequest, wrong);
        }
        Message message;
        try {
            message = super.parseMessage(new StringReader(text));
            validator.consume(message);
        } catch (MessageIssueException e) {
            throw e.getRpcMessage() instanceof RequestMessage
                    ? issue(read, ResponseErrorCode.InvalidParams, "invalid params for " + method(read))
                    : e;
        }
        if (message instanceof RequestMessage request && request.getParams() == null && takesParams(request)) {
            throw issue(read, ResponseErrorCode.InvalidParams, request.getMethod() + " needs params");
        }
        return message;
    }

    private static String whole(Reader sent) {
        StringWriter whole = new StringWriter();
        try {
            sent.transferTo(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole.toString();
    }

    private boolean takesParams(RequestMessage request) {
        JsonRpcMethod method = getJsonRpcMethod(request.getMethod());
        return method != null && method.getParameterTypes().length > 0;
    }

    /** Why a value is not a message; null if it is. */
    private static String wrong(Object read) {
        if (!(read instanceof Map<?, ?> members)) {
            return "the message is not an object";
        }
        Object id = members.get(ID);
        if (id != null && !(id instanceof String) && !(id instanceof Number)) {
            return "the id is neither a number nor a string";
        }
        return members.containsKey("result") || members.containsKey("error") || members.get(METHOD) instanceof String
                ? null
                : "the message has no method";
    }

    private static Object method(Object read) {
        return ((Map<?, ?>) read).get(METHOD);
    }

    /** @param read the value that may have the request's id; null for none */
    private static MessageIssueException issue(Object read, ResponseErrorCode code, String why) {
        RequestMessage request = new RequestMessage();
        Object id = read instanceof Map<?, ?> members ? members.get(ID) : null;
        if (id instanceof String text) {
            request.setId(text);
        } else if (id instanceof Number number) {
            request.setId(number.intValue());
        }
        return new MessageIssueException(request, List.of(new MessageIssue(why, code.getValue())));
    }
}
