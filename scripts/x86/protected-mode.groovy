// A 32-bit guest on x86: 32-bit numbers are added, what lies above 1 MiB is reached, and a line goes to the first serial port. Nothing of
// it is code to get there: prot32 sets segments and control registers.
//   kvmsh scripts/x86/protected-mode.groovy
//   kvmsh -b qemu:x86_64 scripts/x86/protected-mode.groovy

needs boards: 'x86_64'
needs asm: x86_32

def m = vm {
  memory at: 0, size: 2.MB
  load at: 0x1000, asm: '''
          add %ebx, %eax
          mov %eax, 0x1ffffc
          mov 0x1ffffc, %ecx
          mov $text, %esi
          mov $0x3f8, %edx
  next:   lodsb
          test %al, %al
          jz done
          out %al, (%dx)
          jmp next
  done:   hlt
  text:   .asciz "32 bits\\n"
  '''
  vcpu(0) { prot32 0x1000; regs rax: 0x70000000, rbx: 0x01234567 }
  console io: 0x3f8
}

m.run until: hlt, within: 20.s
print m.console
println m.dis(0x1000, 3)
expect { m.console == '32 bits\n' }
expect { m.regs.rcx == 0x71234567 }
