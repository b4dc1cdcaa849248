package org.kvmsh.specs.kit

import org.kvmsh.bindings.remote.AgentProgram
import org.kvmsh.bindings.remote.NoAgent

/** The agent compiled for this machine, which needs a C compiler. */
class LocalAgent {
    /** Its path, null without a compiler. */
    static String program() {
        try {
            new AgentProgram(System.getenv()).forMachine(System.getProperty('os.arch').replace('amd64', 'x86_64')).toString()
        } catch (NoAgent e) {
            null
        }
    }
}
