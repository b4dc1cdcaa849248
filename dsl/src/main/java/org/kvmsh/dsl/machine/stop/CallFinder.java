package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.code.dwarf.FrameRow;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.CallersStack;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;

/** Finds the calls of a backtrace: by the frame information of loaded files, and by frame pointers elsewhere. */
final class CallFinder {
    private static final int MOST = 64;
    /** The largest distance of a call before its return address. */
    private static final int CALL = 4;

    private static final int CODE = 8;

    private final LiveMachine machine;
    private final VcpuEngine vcpu;
    private final GuestStack stack;
    private final List<StackFrame> frames = new ArrayList<>();
    private String end = "";
    private Long returnsTo;

    CallFinder(LiveMachine machine, VcpuEngine vcpu) {
        this.machine = machine;
        this.vcpu = vcpu;
        this.stack = Architecture.of(vcpu.vcpu().kernel().abi()).stack(vcpu.vcpu());
    }

    List<StackFrame> frames() {
        return List.copyOf(frames);
    }

    String end() {
        return end;
    }

    /** The lowest stack pointer that the caller of the innermost function can have after the return. */
    long lowestAfterReturn() {
        // A function whose return address is in a register may have saved nothing on the stack.
        boolean isInRegister = frames.size() > 1 && !frames.get(1).register().isEmpty();
        return returnsTo != null ? returnsTo : isInRegister ? stack.top() : stack.top() + 1;
    }

    /** Reads the calls. */
    void find() {
        long pc = vcpu.address();
        add(pc, stack.pointer(), "");
        FrameRow row = machine.frame(pc);
        Long cfa = row == null ? null : stack.canonical(row);
        try {
            if (cfa != null) {
                told(row, cfa);
                return;
            }
            GuestStack.Frame unframed = unframed(pc);
            if (unframed != null) {
                add(unframed.pc(), unframed.pointer(), "");
                outward(unframed, unframed.after());
            } else if (isLeaf(pc)) {
                add(stack.link(), stack.pointer(), stack.linkName());
                GuestStack.Frame caller = new GuestStack.Frame(stack.link(), stack.pointer());
                if (isCalled(caller, stack.top())) {
                    outward(caller, stack.top());
                } else {
                    chain(stack.pointer());
                }
            } else {
                chain(stack.pointer());
            }
        } catch (GuestStack.Unmapped e) {
            end = "ends here: " + e.getMessage();
        }
    }

    /** The caller as the compiler's frame information tells it. */
    private void told(FrameRow row, long cfa) {
        if (row.isOutermost()) {
            return;
        }
        GuestStack.Frame caller = stack.caller(row, cfa, this::number);
        if (caller.pc() != 0) {
            boolean isSaved = row.saved().containsKey(row.returns());
            add(caller.pc(), caller.pointer(), isSaved ? "" : stack.linkName());
            returnsTo = cfa;
            outward(caller, cfa);
        }
    }

    /**
     * The callers of a function that has called, by the frame information; from the first that has none, by frame
     * pointers.
     *
     * @param after the stack pointer that the function has after its call returns
     */
    private void outward(GuestStack.Frame function, long after) {
        GuestStack.Frame frame = function;
        long top = after;
        while (stack.dwarfPointer() >= 0) {
            FrameRow row = ofCall(frame);
            GuestStack callers = new CallersStack(stack, top, frame.pointer());
            Long cfa = row == null ? null : callers.canonical(row);
            if (cfa == null) {
                break;
            }
            if (!row.saved().containsKey(row.returns())) {
                end = row.isOutermost() ? "" : noReturn(frame.pc());
                return;
            }
            GuestStack.Frame caller = callers.caller(row, cfa, this::number);
            if (caller.pc() == 0 || isTooDeep(cfa, top, "stack")) {
                return;
            }
            add(caller.pc(), caller.pointer(), "");
            frame = caller;
            top = cfa;
        }
        chain(frame.pointer());
    }

    private GuestStack.Frame unframed(long pc) {
        byte[] code = read(pc, CODE);
        byte[] before = read(pc - 1, 1);
        GuestStack.Frame unframed =
                code == null ? null : stack.unframed(before == null ? new byte[0] : before, code, this::number);
        return unframed == null && isStart(pc) ? entered() : unframed;
    }

    /** A compiler may put other instructions before those that make the frame. */
    private GuestStack.Frame entered() {
        GuestStack.Frame caller = stack.entered(this::number);
        return caller != null && isAfterCall(caller.pc()) ? caller : null;
    }

    private boolean isAfterCall(long pc) {
        return function(pc) != null && !isStart(pc);
    }

    /**
     * Whether the frame information finds a caller of a function: a leaf without any may have moved the stack pointer,
     * which is then not its caller's.
     */
    private boolean isCalled(GuestStack.Frame function, long top) {
        FrameRow row = ofCall(function);
        GuestStack callers = new CallersStack(stack, top, function.pointer());
        Long cfa = row == null || stack.dwarfPointer() < 0 ? null : callers.canonical(row);
        if (cfa == null || !row.saved().containsKey(row.returns())) {
            return true;
        }
        try {
            long pc = callers.caller(row, cfa, this::number).pc();
            return pc == 0 || isAfterCall(pc);
        } catch (GuestStack.Unmapped e) {
            return false;
        }
    }

    private boolean isStart(long pc) {
        String function = function(pc);
        return function != null && function.equals(machine.names().at(pc));
    }

    /** A call that does not return may be the last instruction of its function. */
    private FrameRow ofCall(GuestStack.Frame caller) {
        return machine.frame(caller.pc() - 1);
    }

    private String noReturn(long pc) {
        String function = function(pc - 1);
        return "ends here: the frame information of " + (function == null ? Bits64.hex(pc) : function)
                + " does not say where the return address is saved";
    }

    /**
     * Whether the caller is only in the register of the return address: a function that has called none may not have
     * saved its return address; after a call, the register has an address of the function itself.
     */
    private boolean isLeaf(long pc) {
        long link = stack.link();
        String own = function(pc);
        if (link == 0 || own != null && own.equals(function(link - CALL))) {
            return false;
        }
        GuestStack.Frame saved;
        try {
            saved = stack.caller(stack.pointer(), this::number);
        } catch (GuestStack.Unmapped e) {
            saved = null;
        }
        return saved == null || saved.pc() != link;
    }

    private String function(long address) {
        return machine.names().function(address);
    }

    private void chain(long from) {
        long pointer = from;
        GuestStack.Frame caller = stack.caller(pointer, this::number);
        while (caller != null && !isFull()) {
            add(caller.pc(), caller.pointer(), "");
            if (caller.after() != 0 && ofCall(caller) != null) {
                outward(caller, caller.after());
                return;
            }
            if (caller.pointer() != 0 && isTooDeep(caller.pointer(), pointer, "frame")) {
                return;
            }
            pointer = caller.pointer();
            caller = stack.caller(pointer, this::number);
        }
    }

    /** Whether the list ends before a caller, and says why: a stack grows down, so that a caller's frame is above. */
    private boolean isTooDeep(long callers, long own, String register) {
        if (Long.compareUnsigned(callers, own) > 0) {
            return isFull();
        }
        end = "ends here: the " + register + " pointer " + Bits64.hex(callers) + " is not above " + Bits64.hex(own);
        return true;
    }

    private boolean isFull() {
        boolean isFull = frames.size() == MOST;
        end = isFull ? "ends here: at most " + MOST + " calls are listed" : end;
        return isFull;
    }

    private void add(long pc, long pointer, String register) {
        frames.add(new StackFrame(frames.size(), pc, pointer, register, machine.names()));
    }

    private long number(long address, int bytes) {
        return GuestWords.of(machine.made(), vcpu, address, bytes);
    }

    private byte[] read(long address, int bytes) {
        return GuestWords.code(machine.made(), vcpu, address, bytes);
    }
}
