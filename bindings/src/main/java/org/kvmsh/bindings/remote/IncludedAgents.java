package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The agents that come with kvmsh compiled: resources of the artifact kvmsh-agents, which packages have and source
 * trees lack.
 */
final class IncludedAgents {
    /** No name of a package, so that a module does not encapsulate it. */
    private static final String FOLDER = "META-INF/kvmsh-agents/";

    private static final String TABLE = FOLDER + "agents.tsv";

    private IncludedAgents() {}

    /**
     * The program for a machine, if it was compiled from these sources.
     *
     * @param machine as printed by uname -m
     */
    static Optional<byte[]> program(String machine, AgentSources sources) throws IOException {
        byte[] table = resource(TABLE);
        boolean current = table != null
                && new String(table, StandardCharsets.UTF_8)
                        .lines()
                        .anyMatch(("sources\t" + sources.checksum())::equals);
        return current ? Optional.ofNullable(resource(FOLDER + machine)) : Optional.empty();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = IncludedAgents.class.getClassLoader().getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
