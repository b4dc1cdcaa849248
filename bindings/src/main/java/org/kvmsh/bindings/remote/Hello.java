package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.Errno;

/** The beginning of a session: the hello, and on TCP the proof of the token in both directions. */
final class Hello {
    private static final int IDLE_MILLIS = 15_000;
    private static final int SALT = 16;
    private static final int CHALLENGED = 1;

    private final Exchange exchange;
    private final String token;

    /** @param token what a TCP agent was started with; empty elsewhere */
    Hello(Exchange exchange, String token) {
        this.exchange = exchange;
        this.token = token;
    }

    /** @throws AgentRefusal if the agent refuses this kvmsh, or cannot prove its identity */
    Handshake say() {
        byte[] salt = new byte[SALT];
        if (!token.isEmpty()) {
            new SecureRandom().nextBytes(salt);
        }
        Payload hello = new Payload()
                .int32(Frame.VERSION)
                .int64(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))
                .int32(IDLE_MILLIS)
                .bytes(salt);
        byte[] said = hello.written();
        hello.int32(exchange.patienceMillis());
        Reply reply = ask(Op.HELLO, hello);
        if (reply.result() < 0) {
            throw new AgentRefusal("its agent uses version " + exchange.agentVersion()
                    + " of the protocol, but this kvmsh uses version " + Frame.VERSION + "; " + AgentRefusal.REPLACE);
        }
        if (reply.result() == CHALLENGED) {
            return prove(said, bytes(reply.data(), TokenProof.SIZE));
        }
        if (!token.isEmpty()) {
            throw new AgentRefusal(
                    "its agent does not ask for a token, but one was given: it is not the agent that was started with"
                            + " this token");
        }
        return Handshake.of(reply.data());
    }

    private Handshake prove(byte[] hello, byte[] challenge) {
        if (token.isEmpty()) {
            throw new AgentRefusal(
                    "its agent needs a token: set KVMSH_TOKEN in the environment, or add ?token=TOKEN to the board"
                            + " name");
        }
        TokenProof proof = new TokenProof(token, hello, challenge);
        Reply reply = ask(Op.PROVE, new Payload().bytes(proof.ofKvmsh()));
        if (reply.result() < 0) {
            throw new AgentRefusal(refusal((int) reply.result(), reply.data()));
        }
        if (!proof.isOfAgent(bytes(reply.data(), TokenProof.SIZE))) {
            throw new AgentRefusal("its agent did not prove that it knows the token");
        }
        return Handshake.of(reply.data());
    }

    /** No board was there that could be lost. */
    private Reply ask(Op op, Payload payload) {
        try {
            return exchange.call(op, payload);
        } catch (BoardLost e) {
            throw new BoardLost("no answer to " + op.inWords() + ": " + e.why());
        }
    }

    private static String refusal(int result, ByteBuffer data) {
        if (result == Errno.EACCES.negative()) {
            return "its agent needs a different token";
        } else if (result == Errno.EBUSY.negative()) {
            return "its agent is busy: the kvmsh at "
                    + new String(bytes(data, data.remaining()), StandardCharsets.UTF_8) + " is using the board";
        }
        return "its agent rejected the token: " + Errno.describe(-result);
    }

    private static byte[] bytes(ByteBuffer from, int most) {
        byte[] bytes = new byte[Math.min(most, from.remaining())];
        from.get(bytes);
        return bytes;
    }
}
