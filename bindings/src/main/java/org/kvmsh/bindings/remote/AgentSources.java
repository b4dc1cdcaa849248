package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.Digest;

/** The agent's source, which comes with kvmsh as resources. */
final class AgentSources {
    /** The first one includes the others. */
    private static final List<String> NAMES = List.of(
            "kvmsh-agent.c",
            "agent-bytes.h",
            "agent-files.h",
            "agent-frames.h",
            "agent-hmac.h",
            "agent-links.h",
            "agent-log.h",
            "agent-memory.h",
            "agent-net.h",
            "agent-replies.h",
            "agent-ring.h",
            "agent-run.h",
            "agent-tcp.h",
            "agent-vcpus.h");

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final String checksum;

    AgentSources() throws IOException {
        MessageDigest sha256 = Digest.sha256();
        for (String name : NAMES) {
            try (InputStream in = AgentSources.class.getResourceAsStream(name)) {
                byte[] bytes = in.readAllBytes();
                files.put(name, bytes);
                sha256.update(bytes);
            }
        }
        checksum = HexFormat.of().formatHex(sha256.digest());
    }

    /** The SHA-256 of all files, one after the other, in hexadecimal. */
    String checksum() {
        return checksum;
    }

    /** Writes them to a directory and returns the path of the one to compile. */
    Path writeTo(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        return directory.resolve(NAMES.get(0));
    }
}
