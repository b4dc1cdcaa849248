package org.kvmsh.dsl;

import java.io.PrintWriter;
import org.kvmsh.dsl.machine.gdb.GdbServer;
import org.kvmsh.dsl.machine.live.Attendant;
import org.kvmsh.dsl.machine.live.MachineParts;

/** The program that runs a script, as its machines see it. */
final class ScriptAttendant implements Attendant<MachineParts> {
    private final PrintWriter out;
    private final Kvmsh kvmsh;
    /** Where gdb is served before the first run. */
    private int port;

    private boolean isDebugging;
    private boolean isDebugged;

    ScriptAttendant(PrintWriter out, Kvmsh kvmsh) {
        this.out = out;
        this.kvmsh = kvmsh;
    }

    void debugging(int atPort) {
        port = atPort;
        isDebugging = true;
    }

    boolean isDebugged() {
        return isDebugged;
    }

    @Override
    public void print(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public String typed(String line) {
        return kvmsh.typed(line);
    }

    @Override
    public void beforeRun(MachineParts machine) {
        if (isDebugging && !isDebugged) {
            isDebugged = true;
            GdbServer.serve(machine, port);
        }
    }
}
