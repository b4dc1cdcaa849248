package org.kvmsh.dsl.machine.gdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.memory.PagedMemory;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.script.ScriptError;

/** What gdb asks on one connection, and the answers. */
final class GdbSession {
    private static final String OK = "OK";
    private static final String NOT_THERE = "";
    private static final String BAD = "E01";
    /** EFAULT, by which gdb says that it cannot access memory. */
    private static final String NO_MEMORY = "E0e";

    private static final int HEX = 16;
    private static final int MOST_READ = Packets.MOST / 2 - 1;
    private static final String MONITOR = "qRcmd,";
    private static final String TARGET = "qXfer:features:read:target.xml:";

    private static final String MONITOR_HELP = """
            monitor LINE      runs a line of kvmsh, in Groovy: monitor context
            monitor phys on   makes gdb's addresses of memory guest-physical; phys off: guest-virtual
            """;

    private final MachineParts machine;
    private final Packets packets;
    private final Incoming incoming;
    private final TargetDescription target;
    private final GdbRegisters registers;
    private final GdbPoints points;
    private VcpuEngine current;
    private String lastStop;
    private boolean over;
    private boolean isPhysical;

    GdbSession(MachineParts machine, Abi abi, TargetDescription target, Packets packets, Incoming incoming) {
        this.machine = machine;
        this.packets = packets;
        this.incoming = incoming;
        this.target = target;
        this.registers = new GdbRegisters(abi, target);
        this.points = new GdbPoints(machine);
        this.current = machine.firstVcpu();
        this.lastStop = "T05thread:" + Threads.id(current) + ";";
    }

    /** Answers until gdb detaches, ends or is interrupted. */
    void serve() throws IOException, InterruptedException {
        try {
            for (String packet = incoming.next(); packet != null && !over; packet = over ? null : incoming.next()) {
                answer(packet);
            }
        } finally {
            if (!machine.isClosed()) {
                points.removeAll();
            }
        }
    }

    private void answer(String packet) throws IOException {
        String reply;
        try {
            reply = reply(packet);
        } catch (ScriptError | KvmException e) {
            if (machine.isClosed()) {
                throw e;
            }
            machine.note("gdb: " + e.getMessage());
            reply = "E." + e.getMessage().lines().findFirst().orElse("");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            reply = BAD;
        }
        incoming.stopped();
        if (packet.equals("QStartNoAckMode")) {
            // Before its reply: gdb may send the next packet as soon as it has that.
            packets.acknowledgeNoMore();
        }
        if (reply != null) {
            packets.send(reply);
        }
    }

    /** The answer to a packet; null for none. */
    private String reply(String packet) throws IOException {
        String rest = packet.isEmpty() ? "" : packet.substring(1);
        return switch (packet.isEmpty() ? ' ' : packet.charAt(0)) {
            case '?' -> lastStop;
            case 'g' -> registers.usual(current);
            case 'G' -> {
                registers.setUsual(current, rest);
                yield OK;
            }
            case 'p' -> known(registers.one(current, Integer.parseInt(rest, HEX)));
            case 'P' -> set(rest.split("="));
            case 'm' -> read(rest.split(","));
            case 'M' -> write(rest);
            case 'Z' -> point(rest.split("[,;]"), true);
            case 'z' -> point(rest.split("[,;]"), false);
            case 'H' -> select(rest);
            case 'T' -> Threads.vcpu(machine, rest) == null ? BAD : OK;
            case 'D', 'k' -> {
                over = true;
                yield packet.equals("k") ? null : OK;
            }
            case 'v' -> resume(packet);
            case 'b' -> back(packet);
            case 'q', 'Q' -> query(packet);
            default -> NOT_THERE;
        };
    }

    private static String known(String value) {
        return value == null ? BAD : value;
    }

    private String set(String... numberAndValue) {
        return registers.set(current, Integer.parseInt(numberAndValue[0], HEX), numberAndValue[1]) ? OK : BAD;
    }

    private String read(String... place) {
        byte[] bytes = memory().read(Long.parseUnsignedLong(place[0], HEX), (int)
                Math.min(MOST_READ, Integer.toUnsignedLong(Integer.parseUnsignedInt(place[1], HEX))));
        return bytes.length == 0 ? NO_MEMORY : HexFormat.of().formatHex(bytes);
    }

    private String write(String rest) {
        int colon = rest.indexOf(':');
        long at = Long.parseUnsignedLong(rest, 0, rest.indexOf(','), HEX);
        byte[] bytes = HexFormat.of().parseHex(rest.substring(colon + 1));
        return memory().write(at, bytes) ? OK : NO_MEMORY;
    }

    private PagedMemory memory() {
        return isPhysical
                ? machine.liveMemory().physical()
                : machine.liveMemory().of(current);
    }

    private String point(String[] point, boolean set) {
        int type = Integer.parseInt(point[0]);
        long at = Long.parseUnsignedLong(point[1], HEX);
        long size = Long.parseUnsignedLong(point[2], HEX);
        if (set) {
            return points.set(type, at, size) ? OK : NOT_THERE;
        }
        return points.remove(type, at, size) ? OK : BAD;
    }

    /** {@code Hg1}: what follows is about a thread; 0 and -1 leave it. */
    private String select(String rest) {
        String thread = rest.substring(1);
        VcpuEngine named = Threads.vcpu(machine, thread);
        if (named != null) {
            current = named;
        }
        return named == null && !thread.equals("0") && !thread.equals("-1") ? BAD : OK;
    }

    private String resume(String packet) throws IOException {
        if (packet.equals("vCont?")) {
            return "vCont;c;C;s;S;r";
        }
        Resumption how = packet.startsWith("vCont;") ? Resumption.of(packet.substring(6), machine) : null;
        if (how == null) {
            return NOT_THERE;
        }
        points.settle();
        Resumption.Stop stop = how.run(machine, points, incoming::interrupts);
        current = stop.vcpu();
        lastStop = stop.packet();
        print(stop.told());
        return lastStop;
    }

    /** {@code bs} and {@code bc}: one instruction back, or back to a breakpoint. */
    private String back(String packet) {
        if (!packet.equals("bs") && !packet.equals("bc")) {
            return NOT_THERE;
        }
        points.settle();
        if (packet.equals("bc") && points.hasWatchpoints()) {
            return "E.reverse-continue does not stop at watchpoints; delete them, and type: monitor m.when { … }";
        }
        boolean found = packet.equals("bs")
                ? machine.recording().back(1)
                : machine.recording().backToBreakpoint();
        current = machine.firstVcpu();
        String reason = found && packet.equals("bc") ? points.reasonAt(current.address()) : "";
        lastStop = "T05" + reason + (found ? "" : "replaylog:begin;") + "thread:" + Threads.id(current) + ";";
        return lastStop;
    }

    /** {@code monitor LINE}: what is about this connection, or a line of kvmsh. */
    private String monitor(String line) {
        return switch (line) {
            case "phys on" -> {
                isPhysical = true;
                yield "memory is at guest-physical addresses";
            }
            case "phys off" -> {
                isPhysical = false;
                yield "memory is at guest-virtual addresses";
            }
            case "", "help" -> MONITOR_HELP;
            default -> machine.attendant().typed(line);
        };
    }

    /** Prints in gdb, in packets that it takes. */
    private void print(String text) throws IOException {
        byte[] bytes = (text.isEmpty() || text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += MOST_READ) {
            packets.send("O" + HexFormat.of().formatHex(bytes, at, Math.min(bytes.length, at + MOST_READ)));
        }
    }

    private String query(String packet) throws IOException {
        if (packet.startsWith(MONITOR)) {
            byte[] line = HexFormat.of().parseHex(packet.substring(MONITOR.length()));
            print(monitor(new String(line, StandardCharsets.UTF_8).strip()));
            return OK;
        }
        if (packet.startsWith(TARGET)) {
            String[] part = packet.substring(TARGET.length()).split(",");
            return part(TargetXml.of(target), Integer.parseInt(part[0], HEX), Integer.parseInt(part[1], HEX));
        }
        if (packet.startsWith("qThreadExtraInfo,")) {
            VcpuEngine vcpu = Threads.vcpu(machine, packet.substring(packet.indexOf(',') + 1));
            return vcpu == null ? BAD : hex("vCPU " + vcpu.id());
        }
        return switch (packet.split(":")[0]) {
            case "qSupported" ->
                "PacketSize=" + Integer.toHexString(Packets.MOST)
                        + ";QStartNoAckMode+;qXfer:features:read+;swbreak+;hwbreak+;vContSupported+"
                        + ";ReverseStep+;ReverseContinue+";
            case "QStartNoAckMode" -> OK;
            case "qAttached" -> "1";
            case "qC" -> "QC" + Threads.id(current);
            case "qfThreadInfo" -> "m" + Threads.list(machine);
            case "qsThreadInfo" -> "l";
            default -> NOT_THERE;
        };
    }

    private static String part(String text, int from, int length) {
        int end = (int) Math.min(text.length(), (long) from + Math.min(length, MOST_READ));
        return from >= text.length() ? "l" : (end == text.length() ? "l" : "m") + text.substring(from, end);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
