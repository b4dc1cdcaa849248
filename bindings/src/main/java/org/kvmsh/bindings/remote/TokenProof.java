package org.kvmsh.bindings.remote;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that a side of a link knows the token, without the token: HMAC-SHA-256 of the hello and the agent's
 * challenge.
 */
final class TokenProof {
    static final int SIZE = 32;
    /** The prefixes of the two sides' proofs, which prevent sending one back as the other. */
    private static final String KVMSH = "kvmsh";

    private static final String AGENT = "agent";
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] token;
    private final byte[] hello;
    private final byte[] challenge;

    /** @param token not empty */
    TokenProof(String token, byte[] hello, byte[] challenge) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.hello = hello;
        this.challenge = challenge;
    }

    byte[] ofKvmsh() {
        return of(KVMSH);
    }

    boolean isOfAgent(byte[] proof) {
        return MessageDigest.isEqual(proof, of(AGENT));
    }

    private byte[] of(String who) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token, ALGORITHM));
            mac.update(who.getBytes(StandardCharsets.US_ASCII));
            mac.update(hello);
            return mac.doFinal(challenge);
        } catch (GeneralSecurityException e) {
            // Every Java platform has it (java.security.spec of javax.crypto.Mac).
            throw new IllegalStateException(e);
        }
    }
}
