package org.kvmsh.dsl.lang;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** A line that a script may write in an expectation although it is neither true nor false, with the form that works. */
public enum NoCondition {
    ASSIGNMENT(
            "an assignment",
            "to compare, write ==: expect { m.regs.rax == 42 }",
            "to compare, write ==: expect(() => m.regs.rax == 42)"),
    DECLARATION(
            "a declaration",
            "compare the variable after its declaration: expect { def x = m.regs.rax; x == 42 }",
            "compare the variable after its declaration: expect(() => { const x = m.regs.rax; return x == 42n })"),
    INCREMENT(
            "an increment",
            "change the variable before the expectation, and compare it: expect { x == 1 }",
            "change the variable before the expectation, and compare it: expect(() => x == 1)"),
    CONTROL(
            "a statement without a value",
            "write expect inside the statement: if (is64) { expect { m.regs.rax == 42 } }",
            "write expect inside the statement: if (is64) { expect(() => m.regs.rax == 42) }"),
    THROW(
            "a throw",
            "write the throw outside of expect; to expect a refused call: "
                    + "expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }",
            "write the throw outside of expect; to expect a refused call: "
                    + "expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99))"),
    NOTHING("empty", "try: expect { m.regs.rax == 42 }", "try: expect(() => m.regs.rax == 42)"),
    ERRNO(
            "the errno of a refused call, or null",
            "compare it: expect { attempt { m.ioctl KVM_CREATE_IRQCHIP } == ENODEV }",
            "compare it: expect(() => attempt(() => m.ioctl(KVM_CREATE_IRQCHIP)) == ENODEV)",
            Errno.class),
    REFUSAL(
            "a refused call, or null",
            "compare its errno: expect { refusal { kvm.ioctl KVM_CREATE_VM, 99 }.errno == EINVAL }",
            "compare its errno: expect(() => refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).errno == EINVAL)",
            RefusedCall.class),
    LIST(
            "a list",
            "compare it, or each element: expect { xs.every { it == 1 } }",
            "compare its elements: expect(() => xs.every(x => x == 1))",
            Collection.class),
    MAP(
            "a map of named values",
            "compare a value: expect { map.key == 1 }",
            "compare a value: expect(() => map.key == 1)",
            Map.class),
    BLOCK(
            "a block that is never called",
            "write the block's lines here, or call the block: expect { check() }",
            "call the function: expect(() => check())",
            Callable.class,
            Runnable.class),
    NUMBER(
            "a number",
            "compare it: expect { m.regs.rax == 42 }",
            "compare it: expect(() => m.regs.rax == 42)",
            Number.class),
    TEXT(
            "a string",
            "compare it: expect { m.console == 'OK' }",
            "compare it: expect(() => m.console == 'OK')",
            CharSequence.class),
    MEMORY(
            "memory",
            "compare its contents: expect { m.mem(0x1000, 4).u32(0) == 42 }",
            "compare its contents: expect(() => m.mem(0x1000, 4).u32(0) == 42)",
            GuestBytes.class),
    OUTCOME(
            "an outcome",
            "compare the exit: expect { m.run(until: hlt).exit == hlt }",
            "compare the exit: expect(() => m.run({until: hlt}).exit == hlt)",
            Outcome.class),
    OBJECT(
            "an object",
            "compare one of its members: expect { m.regs.rax == 42 }",
            "compare one of its members: expect(() => m.regs.rax == 42)");

    private final String what;
    private final String groovy;
    private final String js;
    private final List<Class<?>> values;

    /** @param values the classes whose values are of this kind */
    NoCondition(String what, String groovy, String js, Class<?>... values) {
        this.what = what;
        this.groovy = groovy;
        this.js = js;
        this.values = List.of(values);
    }

    /** The kind of the values of a class. */
    public static NoCondition ofClass(Class<?> type) {
        return type.isArray()
                ? LIST
                : Arrays.stream(values())
                        .filter(kind -> kind.values.stream().anyMatch(above -> above.isAssignableFrom(type)))
                        .findFirst()
                        .orElse(OBJECT);
    }

    /** The error at its place, before or while the script runs. */
    public ScriptError error(Site at, boolean inGroovy) {
        return error(at, what, inGroovy);
    }

    /** @param named what it is, in words */
    public ScriptError error(Site at, String named, boolean inGroovy) {
        String headline = this == NOTHING
                ? "expect needs a condition, but this block is empty"
                : "expect needs a condition, and this is " + named;
        return new ScriptError(at, headline, new Unmet(), inGroovy ? groovy : js);
    }

    /** The error of a value that is neither true nor false. */
    public static ScriptError ofValue(Object value, Site at, boolean inGroovy) {
        NoCondition kind = ofClass(value.getClass());
        return kind.error(
                at,
                kind == OBJECT || kind == OUTCOME || kind == MEMORY
                        ? ValueInWords.kind(value)
                        : kind == ERRNO ? "an errno" : kind == REFUSAL ? "a refusal" : kind.what,
                inGroovy);
    }
}
