package sample;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/** Creates a VM with memory and a vCPU, runs it, and prints what the guest writes to its serial port. */
public final class HelloGuest {
    private static final int MEMORY = 0x10000;
    private static final int CODE = 0x1000;
    private static final int TEXT = 0x1010;
    private static final int SERIAL_PORT = 0x3f8;
    /** mov $0x3f8, %dx; mov $0x1010, %si; next: lodsb; test %al, %al; jz end; out %al, %dx; jmp next; end: hlt. */
    private static final byte[] INSTRUCTIONS =
            HexFormat.ofDelimiter(" ").parseHex("ba f8 03 be 10 10 ac 84 c0 74 03 ee eb f8 f4");

    private HelloGuest() {}

    /** @param arguments the board's name; without one, this host's KVM */
    public static void main(String[] arguments) throws BoardUnavailable {
        String name = arguments.length == 0 ? Boards.KVM : arguments[0];
        try (Board board = new Boards(System.getenv()).open(name);
                Vm vm = board.kvm().createVm(0).get();
                Region memory = board.kernel().allocate(MEMORY).region()) {
            memory.write(CODE, INSTRUCTIONS);
            memory.write(TEXT, "Hello from a guest\n\0".getBytes(StandardCharsets.US_ASCII));
            vm.setUserMemoryRegion(0, 0, MEMORY, memory).get();
            if (board.kvm().capability("KVM_CAP_SET_TSS_ADDR") != 0) {
                // Intel processors need three pages that the guest does not use (api.rst, KVM_SET_TSS_ADDR).
                vm.ioctl("KVM_SET_TSS_ADDR", 0xfffbd000L).get();
            }
            try (Vcpu vcpu = vm.createVcpu(0, board.kvm().vcpuMmapSize().get()).get()) {
                startInRealMode(vcpu);
                int characters = run(vcpu);
                System.out.println("the guest wrote " + characters + " characters and executed HLT");
            }
        }
    }

    /** A vCPU begins in real mode, with cs at the reset vector. */
    private static void startInRealMode(Vcpu vcpu) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs");
                Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getSregs(sregs).get();
            vcpu.setSregs(sregs.set("cs.base", 0).set("cs.selector", 0)).get();
            // Bit 1 of the flags is always set.
            vcpu.setRegs(regs.set("rip", CODE).set("rflags", 2)).get();
        }
    }

    private static int run(Vcpu vcpu) {
        int characters = 0;
        while (true) {
            int result = vcpu.run();
            if (result == -Errno.EINTR.number()) {
                continue;
            }
            if (result < 0) {
                throw new IllegalStateException("KVM_RUN: " + Errno.describe(-result));
            }
            Exit exit = vcpu.exit();
            if (exit instanceof Exit.Io io && io.out() && io.port() == SERIAL_PORT) {
                System.out.print(io.getText());
                characters += io.count();
            } else if (exit instanceof Exit.Hlt) {
                return characters;
            } else {
                throw new IllegalStateException("the guest ended with " + exit);
            }
        }
    }
}
