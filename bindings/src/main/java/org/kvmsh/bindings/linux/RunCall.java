package org.kvmsh.bindings.linux;

import com.sun.jna.Function;
import com.sun.jna.JNIEnv;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;

/**
 * KVM_RUN without JNA's call layer, which computes how arguments are passed at every exit and costs a twentieth of an
 * exit: a native method that JNI's RegisterNatives binds to the few instructions of the system call. Its result is the
 * kernel's own, including the negated errno. If memory cannot be made executable, or on other processors, JNA makes the
 * call.
 */
final class RunCall {
    /** The index in JNI's table of functions (JNI specification, "RegisterNatives"). */
    private static final int REGISTER_NATIVES = 215;

    private static final int PAGE = 4096;
    private static final int PROT_EXEC = 4;

    private static final Map<String, ?> OBJECTS = Map.of(Library.OPTION_ALLOW_OBJECTS, true);

    /** From JNI's (env, class, int fd, int request, long argument) to the system call's (fd, request, argument). */
    private static final byte[] X86_64 = {
        (byte) 0x89,
        (byte) 0xd7, // mov %edx, %edi
        (byte) 0x89,
        (byte) 0xce, // mov %ecx, %esi
        0x4c,
        (byte) 0x89,
        (byte) 0xc2, // mov %r8, %rdx
        (byte) 0xb8,
        16,
        0,
        0,
        0, // mov $__NR_ioctl, %eax
        0x0f,
        0x05, // syscall
        (byte) 0xc3, // ret
    };

    static final boolean AVAILABLE = System.getProperty("os.arch").equals("amd64") && bind();

    private RunCall() {}

    static native int ioctl(int fd, int request, long argument);

    private static boolean bind() {
        long code = Libc.mmap(0, PAGE, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        if (code == Libc.MAP_FAILED) {
            return false;
        }
        new Pointer(code).write(0, X86_64, 0, X86_64.length);
        if (Libc.mprotect(code, PAGE, Libc.PROT_READ | PROT_EXEC) != 0) {
            Libc.munmap(code, PAGE);
            return false;
        }
        Memory name = text("ioctl");
        Memory signature = text("(IIJ)I");
        Memory method = new Memory(3L * Long.BYTES);
        method.setPointer(0, name);
        method.setPointer(Long.BYTES, signature);
        method.setLong(2L * Long.BYTES, code);
        Object bound =
                registerNatives().invoke(int.class, new Object[] {JNIEnv.CURRENT, RunCall.class, method, 1}, OBJECTS);
        return bound.equals(0);
    }

    private static Memory text(String ascii) {
        Memory text = new Memory(ascii.length() + 1L);
        text.setString(0, ascii, "US-ASCII");
        return text;
    }

    /** JNIEnv points to a pointer to the table of JNI's functions, which memcpy fetches. */
    private static Function registerNatives() {
        Memory table = new Memory(Long.BYTES);
        NativeLibrary.getInstance("c")
                .getFunction("memcpy")
                .invoke(Pointer.class, new Object[] {table, JNIEnv.CURRENT, (long) Long.BYTES}, OBJECTS);
        return Function.getFunction(table.getPointer(0).getPointer((long) REGISTER_NATIVES * Long.BYTES));
    }
}
