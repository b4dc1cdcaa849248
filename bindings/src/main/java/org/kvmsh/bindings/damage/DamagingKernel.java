package org.kvmsh.bindings.damage;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongToIntFunction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.DirtyRing;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.bindings.kernel.ForwardingKernel;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/**
 * A kernel that does one thing wrong, or tells what it could do wrong: each call gets the damage that is set when it
 * begins. Calls that open a board are never damaged.
 */
public final class DamagingKernel extends ForwardingKernel {
    private final IoctlDamages ioctls;
    private final Map<Integer, OpenFile> files = new ConcurrentHashMap<>();
    private final Map<Integer, DamagedRun> runs = new ConcurrentHashMap<>();
    /** The eventfds that inject interrupts, and those that tell of a guest's writes. */
    private final Set<Integer> irqfds = ConcurrentHashMap.newKeySet();

    private final Set<Integer> ioeventfds = ConcurrentHashMap.newKeySet();
    private volatile Damage damage;
    /** Is told the damages of calls. */
    private volatile Consumer<Damage> listener;
    /** Is told the damages of exits. */
    private volatile Consumer<Damage> exits;

    private volatile CallListener calls;

    /** Receives each ioctl on an open file that a script, not kvmsh itself, has made. */
    @FunctionalInterface
    public interface CallListener {
        /**
         * An ioctl was made.
         *
         * @param call its name
         * @param key the register, attribute or capability that it is about; null for another call
         * @param answer of the kernel; a negative error number if it was refused
         */
        void made(String call, String key, int answer);
    }

    /** @param owner whose attributes it has: a device's type, or the kind of another file */
    private record OpenFile(FdKind kind, String owner) {
        OpenFile(FdKind kind) {
            this(kind, kind.word());
        }
    }

    public DamagingKernel(Kernel below) {
        super(below);
        this.ioctls = new IoctlDamages(below);
    }

    /** The damages in front of a board's kernel; null if there is no such layer. */
    public static DamagingKernel of(ForwardingKernel kernel) {
        return kernel.below() instanceof DamagingKernel damaging ? damaging : null;
    }

    /** Sets the damage of the calls from now on; null for none. */
    public void damage(Damage wanted) {
        damage = wanted;
    }

    /** Sets what is told, of each undamaged call, the damages that would change something; null for nothing. */
    public void tell(Consumer<Damage> told) {
        listener = told;
        exits = told;
    }

    /** Sets what is told of each call, and the damages that would change its exit; null for nothing. */
    public void tellCalls(CallListener ofCalls, Consumer<Damage> ofExits) {
        calls = ofCalls;
        exits = ofExits;
    }

    private boolean isForwarded() {
        return damage == null && listener == null || CallOrigin.current() == CallOrigin.OPENING;
    }

    @Override
    public int open(String path) {
        int fd = below().open(path);
        if (fd >= 0) {
            files.put(fd, new OpenFile(FdKind.SYSTEM));
        }
        return fd;
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        return ioctl(fd, request, value, null, new Region[] {}, given -> below().ioctl(fd, request, given));
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        return ioctl(fd, request, 0, argument, reached, given -> below().ioctl(fd, request, argument, reached));
    }

    private int ioctl(int fd, int request, long value, Region argument, Region[] reached, LongToIntFunction kernel) {
        OpenFile file = files.get(fd);
        Ioctl ioctl = file == null ? null : abi().ioctl(file.kind(), request);
        if (ioctl == null) {
            return kernel.applyAsInt(value);
        }
        DamagedCall call = new DamagedCall(abi(), ioctl, fd, file.owner(), value, argument, reached, kernel);
        int answer =
                call.name().equals(DamagedRun.RUN) ? run(fd, call::make) : isForwarded() ? call.make() : ioctl(call);
        if (answer >= 0) {
            made(call, answer);
        }
        CallListener told = calls;
        if (told != null && !CallOrigin.current().isOwn()) {
            told.made(call.name(), call.key(), answer);
        }
        return answer;
    }

    private int ioctl(DamagedCall call) {
        Damage wanted = damage;
        if (wanted != null) {
            return call.is(wanted) ? ioctls.damaged(call, wanted) : call.make();
        }
        boolean isOwn = CallOrigin.current().isOwn() && !call.asksCapability();
        Consumer<Damage> told = isOwn ? null : listener;
        return told == null ? call.make() : ioctls.seen(call, told);
    }

    private void made(DamagedCall call, int answer) {
        switch (call.name()) {
            case "KVM_CREATE_VM" -> files.put(answer, new OpenFile(FdKind.VM));
            case "KVM_CREATE_VCPU" -> files.put(answer, new OpenFile(FdKind.VCPU));
            case "KVM_CREATE_DEVICE" ->
                files.put((int) number(call, "fd"), new OpenFile(FdKind.DEVICE, Long.toString(number(call, "type"))));
            case "KVM_IRQFD" -> irqfds.add((int) number(call, "fd"));
            case "KVM_IOEVENTFD" -> ioeventfds.add((int) number(call, "fd"));
            default -> {}
        }
    }

    private static long number(DamagedCall call, String field) {
        DamagedField at = call.find(null, field);
        return at == null ? -1 : at.get(call.argument());
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        Mapped mapped = below().map(fd, size, offset);
        OpenFile file = files.get(fd);
        if (file != null && file.kind() == FdKind.VCPU && offset == 0 && mapped.region() != null) {
            runs.put(fd, new DamagedRun(abi(), mapped.region()));
        }
        return mapped;
    }

    @Override
    public int run(int vcpuFd) {
        return damage == null && exits == null ? below().run(vcpuFd) : run(vcpuFd, () -> below().run(vcpuFd));
    }

    private int run(int vcpuFd, IntSupplier enter) {
        DamagedRun run = runs.get(vcpuFd);
        Damage wanted = damage;
        Consumer<Damage> told = exits;
        if (run == null || wanted == null && told == null) {
            return enter.getAsInt();
        }
        return wanted == null ? run.seen(enter, told) : run.damaged(enter, wanted);
    }

    /** Each exit passes here. */
    @Override
    public boolean answer(int vcpuFd, ExitAnswers answers) {
        return false;
    }

    @Override
    public byte[] harvest(DirtyRing layout, Region ring, long next) {
        byte[] entries = below().harvest(layout, ring, next);
        Damage lost = new Damage("KVM_RESET_DIRTY_RINGS", null, null, How.ENTRY_LOST);
        if (entries.length > 0 && listener != null) {
            listener.accept(lost);
        }
        return lost.equals(damage) && entries.length > 0
                ? Arrays.copyOfRange(entries, layout.size(), entries.length)
                : entries;
    }

    private boolean isSwallowed(int fd, Set<Integer> of, String call) {
        if (isForwarded() || !of.contains(fd)) {
            return false;
        }
        Damage swallowed = new Damage(call, null, null, How.SWALLOWED);
        Consumer<Damage> told = listener;
        if (told != null) {
            told.accept(swallowed);
        }
        return swallowed.equals(damage);
    }

    @Override
    public int write(int fd, byte[] from) {
        return isSwallowed(fd, irqfds, "KVM_IRQFD") ? from.length : below().write(fd, from);
    }

    @Override
    public int read(int fd, byte[] into) {
        return isSwallowed(fd, ioeventfds, "KVM_IOEVENTFD") ? Errno.EAGAIN.negative() : below().read(fd, into);
    }

    @Override
    public int poll(int fd, int events, int milliseconds) {
        return isSwallowed(fd, ioeventfds, "KVM_IOEVENTFD") ? 0 : below().poll(fd, events, milliseconds);
    }

    @Override
    public int close(int fd) {
        files.remove(fd);
        runs.remove(fd);
        irqfds.remove(fd);
        ioeventfds.remove(fd);
        ioctls.closed(fd);
        return below().close(fd);
    }
}
