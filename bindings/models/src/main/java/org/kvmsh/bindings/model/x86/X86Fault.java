package org.kvmsh.bindings.model.x86;

/**
 * An exception of the guest's, on its way from the instruction that raised it. Source: Intel SDM volume 3, "Exception
 * and Interrupt Reference".
 */
final class X86Fault extends RuntimeException {
    static final int DIVIDE_ERROR = 0;
    static final int DEBUG = 1;
    static final int NMI = 2;
    static final int BREAKPOINT = 3;
    static final int OVERFLOW = 4;
    static final int INVALID_OPCODE = 6;
    static final int DOUBLE_FAULT = 8;
    static final int INVALID_TSS = 10;
    static final int NOT_PRESENT = 11;
    static final int STACK = 12;
    static final int GENERAL_PROTECTION = 13;
    static final int PAGE_FAULT = 14;

    private static final long serialVersionUID = 1L;

    private final int vector;
    private final boolean withError;
    private final long error;
    private final long address;

    private X86Fault(int vector, boolean withError, long error, long address) {
        super(null, null, false, false);
        this.vector = vector;
        this.withError = withError;
        this.error = error;
        this.address = address;
    }

    static X86Fault plain(int vector) {
        return new X86Fault(vector, false, 0, 0);
    }

    static X86Fault withError(int vector, long error) {
        return new X86Fault(vector, true, error, 0);
    }

    static X86Fault generalProtection() {
        return withError(GENERAL_PROTECTION, 0);
    }

    /** @param address the value of CR2 */
    static X86Fault page(long error, long address) {
        return new X86Fault(PAGE_FAULT, true, error, address);
    }

    /** SDM volume 3, table "Conditions for Generating a Double Fault". */
    static boolean isDouble(X86Fault first, X86Fault second) {
        return first.vector == PAGE_FAULT
                ? second.vector == PAGE_FAULT || second.isContributory()
                : first.isContributory() && second.isContributory();
    }

    private boolean isContributory() {
        return vector == DIVIDE_ERROR || vector >= INVALID_TSS && vector <= GENERAL_PROTECTION;
    }

    /** SDM volume 3, "Exception Classifications": its handler returns to the instruction. */
    boolean isFault() {
        return vector != DEBUG && vector != BREAKPOINT && vector != OVERFLOW && vector != DOUBLE_FAULT;
    }

    int vector() {
        return vector;
    }

    boolean hasError() {
        return withError;
    }

    long error() {
        return error;
    }

    long address() {
        return address;
    }
}
