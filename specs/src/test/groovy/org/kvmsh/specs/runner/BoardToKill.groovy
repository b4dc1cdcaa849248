package org.kvmsh.specs.runner

import java.nio.file.Path
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Programs

/** This host's KVM behind an agent that a script kills. */
class BoardToKill {
    /** As -b takes it. */
    final String name
    /** The statement of a script that kills it. */
    final String kill

    /** @param before a line of shell that runs before each start of the agent */
    BoardToKill(Path folder, String before = ':') {
        name = "exec:${Programs.write(folder.resolve('agent'), "$before\necho \$\$ > $folder/pid\nexec ${LocalAgent.program()} -")}"
        kill = "new ProcessBuilder('kill', '-9', new File('$folder/pid').text.strip()).start().waitFor()"
    }
}
