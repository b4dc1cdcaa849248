package org.kvmsh.bindings.kvm;

import java.util.List;
import org.kvmsh.bindings.abi.SbiCalls;

/** KVM_EXIT_RISCV_SBI: a call of the supervisor binary interface that KVM leaves to user space (api.rst 5). */
public final class SbiExit extends NamedExit {
    private static final String VALUE = "value";
    private static final String RET = "ret";
    /** a0 to a5. */
    private static final int ARGUMENTS = 6;

    static final MembersOfExit<SbiExit> MEMBERS = new MembersOfExit<>(SbiExit.class)
            .value("call", String.class, "the function's name, or its extension and its number", SbiExit::getCall)
            .assigned(
                    VALUE, long.class, "the value returned in a1 (sbiret.value); 0 unless assigned", SbiExit::getValue)
            .value(
                    "text",
                    String.class,
                    "the character of SBI_EXT_DBCN_CONSOLE_WRITE_BYTE; the text of a CONSOLE_WRITE is in guest memory",
                    SbiExit::getText)
            .call(
                    "arg",
                    1,
                    long.class,
                    "an SBI argument register, a0 to a5, by index from 0",
                    List.of("index"),
                    (e, index) -> e.arg((int) index[0]))
            .result("the SBI error in a0: the number that the handler returns, or 0 if it returns something else");

    SbiExit(Head head) {
        super(head);
    }

    @Override
    public MembersOfExit<SbiExit> members() {
        return MEMBERS;
    }

    /** SBI_EXT_DBCN_CONSOLE_WRITE, or the extension and the function's number. */
    public String getCall() {
        return SbiCalls.name(extension(), fields().number("function_id"));
    }

    private long extension() {
        return fields().number("extension_id");
    }

    /**
     * An argument of the call: a0 to a5.
     *
     * @param index 0 to 5
     */
    public long arg(int index) {
        return fields().number("args", index);
    }

    /** The value of a1 when the guest continues. */
    public long getValue() {
        return fields().number(RET, 1);
    }

    /**
     * Sets sbiret.value, a result besides the error; the guest gets it at the next KVM_RUN.
     *
     * @param value the 64 bits of a1
     */
    public void setValue(long value) {
        fields().put(RET, 1, value);
    }

    /** The character of a CONSOLE_WRITE_BYTE. */
    public String getText() {
        return getCall().equals("SBI_EXT_DBCN_CONSOLE_WRITE_BYTE") ? String.valueOf((char) (arg(0) & 0xff)) : "";
    }

    @Override
    public Object get(String field) {
        return field.equals(VALUE) ? (Object) getValue() : super.get(field);
    }

    @Override
    public void set(String field, Object value) {
        if (field.equals(VALUE)) {
            setValue(ExitNumbers.bits(value));
        } else {
            super.set(field, value);
        }
    }

    /** The extension's id. */
    @Override
    public long place() {
        return extension();
    }

    @Override
    public String placeInWords() {
        return getCall();
    }

    @Override
    public Waits waits() {
        return Waits.FOR_A_STATUS;
    }

    /** sbiret.error, in a0. */
    @Override
    public void reply(long value) {
        fields().put(RET, 0, value);
    }

    @Override
    public long answer() {
        return fields().number(RET, 0);
    }

    @Override
    public void refuse() {
        reply(SbiCalls.number("SBI_ERR_NOT_SUPPORTED"));
    }

    @Override
    public String toString() {
        return name() + ", " + sentence() + ": " + getCall() + " (0x" + Long.toHexString(extension()) + ", "
                + Long.toUnsignedString(fields().number("function_id")) + ")"
                + CallArguments.text(ARGUMENTS, this::arg);
    }
}
