package org.kvmsh.specs.board

import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

import static org.kvmsh.specs.kit.Eventually.eventually

/** A PC of QEMU with the agent on its only serial line, which has the kernel's console too, and with the watchdog of its ICH9. */
class WatchdogBoard implements Closeable {
    /** Where SeaBIOS puts the TCO watchdog's registers (QEMU, ich9_tco.h), and the chipset's (ich9.h): bit 5 of GCS is NO_REBOOT. */
    private static final int TCO = 0x660
    private static final long GCS = 0xfed1f410

    private final Process qemu
    private final File log
    private final SocketChannel registers

    WatchdogBoard(Path folder) {
        log = folder.resolve('serial.log').toFile()
        def words = QemuWords.without(folder, 'tty:/dev/ttyS0@115200')
        // A PC has no virtio-mmio.
        words = words.take(words.indexOf('virtio-serial-device') - 1) - '-no-reboot'
        words[words.indexOf('-machine') + 1] = 'q35'
        words[words.indexOf('-serial') + 1] = 'chardev:line'
        qemu = new ProcessBuilder('qemu-system-x86_64', *words, '-chardev', "pty,id=line,logfile=$log", '-global', 'ICH9-LPC.noreboot=false',
                '-action', 'watchdog=reset', '-qtest', "unix:${folder.resolve('qtest')},server=on,wait=off", '-qtest-log', 'none')
                .redirectErrorStream(true).redirectOutput(folder.resolve('qemu.out').toFile()).start()
        eventually { boots() == 1 && log.text.contains('Run /init') }
        device = (folder.resolve('qemu.out').toFile().text =~ '/dev/pts/[0-9]+')[0]
        registers = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve('qtest')))
    }

    final String device

    String name() {
        "serial:$device@115200"
    }

    /** How often its kernel has begun to boot. */
    int boots() {
        (log.exists() ? log.getText('ISO-8859-1') : '').findAll(/\[    0\.000000\] Linux version/).size()
    }

    /** Starts the watchdog as its driver does, and never feeds it: it resets the machine when two of its ticks of 0.6 s have passed twice. */
    void startWatchdog() {
        ["outw ${TCO + 8} 0x800", "writel $GCS 0", "outw ${TCO + 0x12} 2", "outw $TCO 1", "outw ${TCO + 8} 0"].each { command ->
            registers.write(ByteBuffer.wrap("$command\n".bytes))
            def reply = ByteBuffer.allocate(100)
            registers.read(reply)
            assert new String(reply.array(), 0, reply.position()) == 'OK\n'
        }
    }

    /** The processes that have its serial line open, besides its QEMU. */
    List<ProcessHandle> users() {
        ProcessHandle.allProcesses().filter { it.pid() != qemu.pid() && hasOpen(it) }.toList()
    }

    /** A process may end meanwhile, or close what it has open. */
    private boolean hasOpen(ProcessHandle process) {
        (new File("/proc/${process.pid()}/fd").listFiles() ?: [] as File[]).any { fd ->
            try {
                Files.readSymbolicLink(fd.toPath()).toString() == device
            } catch (IOException e) {
                false
            }
        }
    }

    @Override
    void close() {
        registers?.close()
        qemu?.destroyForcibly()?.waitFor(10, TimeUnit.SECONDS)
    }
}
