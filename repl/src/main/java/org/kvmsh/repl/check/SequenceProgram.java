package org.kvmsh.repl.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.check.CheckedCall;
import org.kvmsh.bindings.check.Operand;

/** A sequence of calls as a program of C, which prints the answer of each; it needs no kvmsh. */
final class SequenceProgram {
    private static final String HEAD = """
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/kvm.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/ioctl.h>
            #include <sys/mman.h>
            #include <unistd.h>

            static int call(const char *name, int fd, unsigned long request, unsigned long argument)
            {
            	int answer = ioctl(fd, request, argument);
            	printf("%s: %d%s%s\\n", name, answer, answer < 0 ? ", " : "", answer < 0 ? strerror(errno) : "");
            	return answer;
            }

            int main(void)
            {
            	int kvm = open("/dev/kvm", O_RDWR);
            	char *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
            	char *argument = NULL;
            """;

    private final Abi abi;
    private final List<String> lines = new ArrayList<>();

    private SequenceProgram(Abi abi) {
        this.abi = abi;
    }

    /**
     * The program.
     *
     * @param made how it was found
     */
    static String of(Abi abi, SequenceDifference difference, String made) {
        SequenceProgram program = new SequenceProgram(abi);
        difference.calls().forEach(program::add);
        return "/* " + difference.inWords().replace("*/", "* /") + "\n * " + made + " */\n"
                + HEAD.replace("MEMORY", "0x" + Integer.toHexString(Operand.Address.ALL)) + "\t"
                + String.join("\n\t", program.lines) + "\n\treturn 0;\n}\n";
    }

    private void add(CheckedCall call) {
        String opens = call.opens() == null ? "" : "int " + call.opens() + " = ";
        if (call.call().equals(CheckedCall.CLOSE)) {
            lines.add("close(" + call.on() + ");");
        } else if (call.call().equals(CheckedCall.GUEST)) {
            lines.add("/* a guest of " + call.on() + " runs here */");
        } else if (abi.ioctl(call.call()).pointed() == null) {
            lines.add(opens + made(call, number(call.value())));
        } else {
            struct(call);
        }
    }

    private void struct(CheckedCall call) {
        Ioctl ioctl = abi.ioctl(call.call());
        Struct struct = ioctl.pointed();
        String type = isScalar(struct) ? "__" + ioctl.argument() : "struct " + struct.name();
        lines.add("argument = calloc(1, sizeof(" + type + ") + 0x3000);");
        if (call.prior() != null) {
            lines.add("call(\"" + call.prior() + "\", " + call.on() + ", " + call.prior()
                    + ", (unsigned long)argument);");
        }
        for (Map.Entry<String, Operand> field : call.fields().entrySet()) {
            lines.add(target(struct, type, field.getKey()) + " = " + value(field.getValue()) + ";");
        }
        lines.add(made(call, "(unsigned long)argument"));
        if (call.opens() != null) {
            lines.add(
                    "int " + call.opens() + " = ((" + type + " *)argument)->" + abi.givesDescriptor(call.call()) + ";");
        }
    }

    /** An element of an array is counted through all its dimensions. */
    private String target(Struct struct, String type, String field) {
        if (isScalar(struct)) {
            return "*(" + type + " *)argument";
        }
        String whole = "((" + type + " *)argument)->";
        int bracket = field.lastIndexOf('[');
        if (bracket < 0 || !field.endsWith("]")) {
            return whole + field;
        }
        return "((__u" + Byte.SIZE * struct.field(field).bytes() + " *)" + whole + field.substring(0, bracket) + ")"
                + field.substring(bracket);
    }

    private boolean isScalar(Struct struct) {
        return !abi.hasStruct(struct.name());
    }

    private static String made(CheckedCall call, String argument) {
        return "call(\"" + call.call() + "\", " + call.on() + ", " + call.call() + ", " + argument + ");";
    }

    private static String value(Operand operand) {
        if (operand instanceof Operand.Address address) {
            return "(unsigned long)memory + " + number(address.offset());
        } else if (operand instanceof Operand.Descriptor descriptor) {
            return descriptor.part().toString();
        }
        return number(((Operand.Plain) operand).value());
    }

    private static String number(long value) {
        return "0x" + Long.toHexString(value) + "UL";
    }
}
