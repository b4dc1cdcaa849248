package org.kvmsh.repl.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.check.CheckedCall;
import org.kvmsh.bindings.check.Operand;

/** A sequence of calls as a script of Groovy that fails as long as the last call differs. */
final class SequenceScript {
    private final Abi abi;
    private final List<String> lines = new ArrayList<>();
    private boolean hasMemory;
    private int structs;

    private SequenceScript(Abi abi) {
        this.abi = abi;
    }

    /**
     * The script.
     *
     * @param made how it was found
     */
    static String of(Abi abi, SequenceDifference difference, String made) {
        SequenceScript script = new SequenceScript(abi);
        List<CheckedCall> calls = difference.calls();
        calls.subList(0, calls.size() - 1).forEach(script::add);
        script.add(calls.get(calls.size() - 1).alone());
        if (difference.expected() != null) {
            int last = script.lines.size() - 1;
            script.lines.set(last, "expect(errno: " + difference.expected() + ") { " + script.lines.get(last) + " }");
        }
        String head = "// " + difference.inWords() + "\n// " + made + "\n";
        return head + String.join("\n", script.lines) + "\n";
    }

    private void add(CheckedCall call) {
        if (call.call().equals(CheckedCall.CLOSE)) {
            lines.add("// " + call.on() + " is closed here; a script closes it at its end");
        } else if (call.call().equals(CheckedCall.GUEST)) {
            lines.add("// a guest of " + call.on() + " runs here");
        } else if (call.opens() != null && call.opens().kind() == FdKind.VM) {
            lines.add("def " + call.opens() + " = vm { "
                    + (call.value() == 0 ? "" : "type " + number(call.value()) + " ") + "}");
        } else if (call.opens() != null && call.opens().kind() == FdKind.VCPU) {
            lines.add("def " + call.opens() + "Fd = " + made(call, number(call.value())) + " as int");
            lines.add("def " + call.opens() + " = " + call.on() + ".vcpu(" + number(call.value()) + ")");
        } else if (abi.ioctl(call.call()).pointed() == null) {
            lines.add(made(call, call.value() == 0 ? "" : number(call.value())));
        } else if (abi.ioctl(call.call()).struct() == null) {
            Operand value = call.fields().getOrDefault("value", new Operand.Plain(0));
            lines.add(made(call, value(value)));
        } else {
            struct(call);
        }
    }

    private static String made(CheckedCall call, String argument) {
        return call.on() + ".ioctl(" + call.call() + (argument.isEmpty() ? "" : ", " + argument) + ")";
    }

    private void struct(CheckedCall call) {
        Ioctl ioctl = abi.ioctl(call.call());
        String name = "s" + ++structs;
        if (!hasMemory && call.fields().values().stream().anyMatch(Operand.Address.class::isInstance)) {
            hasMemory = true;
            lines.add("def memory = kvm.allocate(" + number(Operand.Address.ALL) + ")");
        }
        lines.add("def " + name + " = "
                + (call.prior() == null
                        ? "struct('" + ioctl.struct().name() + "'" + elements(call, ioctl.struct()) + ")"
                        : call.on() + ".ioctl(" + call.prior() + ")"));
        for (Map.Entry<String, Operand> field : call.fields().entrySet()) {
            lines.add(name + "." + field.getKey() + " = " + value(field.getValue()));
        }
        lines.add(
                call.opens() == null
                        ? made(call, name)
                        : "def " + call.opens() + " = " + call.on() + ".deviceFd(" + made(call, name) + ".fd)");
    }

    /** The one element of a flexible array that fields name. */
    private static String elements(CheckedCall call, Struct struct) {
        for (Field member : struct.members()) {
            if (member.count() == 0
                    && call.fields().keySet().stream().anyMatch(field -> field.startsWith(member.name() + "["))) {
                return ", " + member.name() + (member.isScalar() ? ": [0]" : ": [[:]]");
            }
        }
        return "";
    }

    private static String value(Operand operand) {
        if (operand instanceof Operand.Address address) {
            return "memory.address" + (address.offset() == 0 ? "" : " + " + number(address.offset()));
        } else if (operand instanceof Operand.Descriptor descriptor) {
            return descriptor.part().kind() == FdKind.VCPU
                    ? descriptor.part() + "Fd"
                    : "-1  // " + descriptor.part() + "'s descriptor";
        }
        return number(((Operand.Plain) operand).value());
    }

    private static String number(long value) {
        return value >= 0 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
